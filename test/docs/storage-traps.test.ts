import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

const page = join(import.meta.dirname, "..", "..", "docs", "reference", "storage-traps.md");
const rows = readFileSync(page, "utf8")
  .split("\n")
  .filter((line) => /^\| [^-]/.test(line) && !line.startsWith("| what "))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, trap = "", tests = ""]) => [trap, tests] as const);

it.each(rows)("a test holds: %s", (_trap, tests) => {
  const named = [...tests.matchAll(/\]\(([^)]+)\)((?:;? "[^"]+")+)/g)].flatMap(([, file = "", sentences = ""]) =>
    [...sentences.matchAll(/"([^"]+)"/g)].map(([, sentence = ""]) => ({ file, sentence })),
  );
  expect(named).not.toEqual([]);
  for (const { file, sentence } of named) expect(read(file), file).toContain(sentence);
});

it("the page has all of them", () => {
  expect(rows.length).toBeGreaterThan(50);
});

function read(file: string): string {
  return readFileSync(join(dirname(page), file), "utf8");
}
