import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ParseError } from "./parse-error.ts";
import { parseModule } from "./parse-module.ts";

/** What `opa check` 1.22 says of each source, row and column first; of some that look wrong, nothing. */
type Recorded = {
  readonly source: string;
  readonly v0?: true;
  readonly errors: readonly (readonly [row: number, col: number, message: string])[];
};

const recorded = JSON.parse(
  readFileSync(new URL("testdata/parse-errors.json", import.meta.url), "utf8"),
) as readonly Recorded[];

function problemsOf({ source, v0 }: Recorded): Recorded["errors"] {
  try {
    parseModule("t.rego", source, v0 === true ? 0 : 1);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return error.problems.map(({ message, location: { row, col } }) => [row, col, message]);
  }
  return [];
}

it.each(recorded)("says of $source all that OPA says", (example) => {
  expect(problemsOf(example)).toEqual(example.errors);
});

it("has examples of many kinds, and of several errors in one module", () => {
  expect(recorded.length).toBeGreaterThan(200);
  expect(recorded.filter(({ errors }) => errors.length > 1).length).toBeGreaterThan(60);
});
