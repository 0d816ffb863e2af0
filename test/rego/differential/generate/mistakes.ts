import type { Choices } from "@sortie/rego/choices";
import { list, type Syntax, textOf, verbatim } from "../syntax.ts";

/** A module that most likely does not compile. It can be made smaller by lines only. */
export function makeMistake(random: Choices, module: Syntax): Syntax {
  const lines = textOf(module).split("\n");
  // The package is as it is: its name may be a keyword.
  const at = 1 + random.below(lines.length - 1);
  const line = lines[at] ?? "";
  const words = line.split(/\b/);
  const word = random.below(words.length);
  const changed = random.pick([
    () => [line, line],
    () => [],
    () => [words.toSpliced(word, 1).join("")],
    () => [
      words
        .with(
          word,
          random.pick([
            "unknown",
            "v0",
            "r1",
            "input",
            "data",
            "not",
            "some",
            "1",
            "(",
            "]",
            "{",
            ":=",
            '"',
            "in",
            "as",
            "as",
            "if",
            "else",
            "default",
          ]),
        )
        .join(""),
    ],
    () => [line, "\tunknown > 1"],
    () => [line, "\tr9(1)"],
    () => [line, "\tx := y"],
    () => [line, "\tx := 1", "\tx := 2"],
    () => [line, "\tsome unused"],
    () => [line, "r0 := r0"],
    () => [line, "default r0 := 1"],
    () => [line, "\tcount(1, 2, 3)"],
    () => [line, "import data.a as b", "import data.c as b"],
  ])();
  // Where a keyword can begin a ref depends on more than its line.
  const fitting = changed.map((text) => text.replace(/\b(not|some|as|in|if|else|default)(?=[.[])/g, "unknown"));
  return list(lines.toSpliced(at, 1, ...fitting).map(verbatim), "\n");
}
