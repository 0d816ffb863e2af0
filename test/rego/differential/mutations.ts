import { readFileSync } from "node:fs";
import { Choices } from "@sortie/rego/choices";
import type { ConformanceCase } from "../conformance/run-case.ts";
import { type Answer, ourAnswers, type Question, requestOf, theirAnswers } from "../opa/answers.ts";
import type { Opa } from "../opa/opa-process.ts";
import { mutate } from "./mutate.ts";

/** A module as a person wrote it, to be mutated. */
type Original = { readonly source: string; readonly v0: boolean };

/** A mutated module that one of both accepts, or for which they blame other lines; and what they say. */
export type Disagreement = {
  readonly seed: number;
  readonly source: string;
  readonly ours: string;
  readonly theirs: string;
};

type Options = {
  readonly firstSeed: number;
  readonly runs: number;
  readonly opa: Opa;
  readonly originals: readonly Original[];
};

/** How many modules OPA reads while they are read here. */
const batch = 32;
const longest = 3000;

/** What OPA reads as no other does: names it gives itself, and built-ins that are not allowed here. */
const special = /__local|lookup_ip|http\.send|opa\.runtime/;

/** The modules of OPA's conformance cases. */
export function readOriginals(casesFile: string): Original[] {
  const sets = JSON.parse(readFileSync(casesFile, "utf8")) as Record<"v0" | "v1", ConformanceCase[]>;
  return (["v0", "v1"] as const).flatMap((version) =>
    sets[version]
      .flatMap(({ modules = [] }) => modules)
      .filter((source) => source.length < longest && !special.test(source))
      .map((source) => ({ source, v0: version === "v0" })),
  );
}

/** Mutates modules and yields those of which OPA says something else, with how many it has accepted. */
export async function* disagreements(options: Options, tally: { accepted: number }): AsyncGenerator<Disagreement> {
  const { firstSeed, runs, opa, originals } = options;
  for (let seed = firstSeed; seed < firstSeed + runs; seed += batch) {
    const count = Math.min(batch, firstSeed + runs - seed);
    const questions = Array.from({ length: count }, (_, i) => questionOf(new Choices(seed + i), originals));
    const asked = Promise.all(questions.map((question) => opa.ask(requestOf(question))));
    const ours = questions.map((question) => verdict(ourAnswers(question)));
    for (const [i, line] of (await asked).entries()) {
      const question = questions[i] as Question;
      const theirs = verdict(theirAnswers(line, question));
      if (theirs === accepted) tally.accepted += 1;
      // Where its compiler panics OPA has no answer.
      if (theirs.includes("eval_internal_error") || theirs === ours[i]) continue;
      yield { seed: seed + i, source: question.modules[0]?.source ?? "", ours: ours[i] ?? "", theirs };
    }
  }
}

function questionOf(random: Choices, originals: readonly Original[]): Question {
  const { source, v0 } = random.pick(originals);
  return { v0, modules: [{ name: "m0.rego", source: mutate(random, source) }], queries: ["1"] };
}

const accepted = "accepted";

/** Of errors of the parser the line of the first, of others all. */
function verdict([answer]: readonly Answer[]): string {
  const { text, problems = [] } = answer as Answer;
  const [first] = problems;
  if (first === undefined) return text.startsWith("crash") ? text : accepted;
  return first.code === "rego_parse_error" ? `${text} in line ${first.row ?? 0}` : text;
}
