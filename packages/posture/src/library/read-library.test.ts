import { expect, it } from "vitest";
import { LibraryError } from "./library.ts";
import { readLibrary } from "./read-library.ts";
import { smallLibrary } from "./small-library.ts";

function problemsOf(changes: Record<string, string | undefined>) {
  try {
    readLibrary(smallLibrary(changes));
  } catch (err) {
    if (err instanceof LibraryError) return err.problems;
    throw err;
  }
  return [];
}

it("reads controls, rules and inputs", () => {
  const library = readLibrary(smallLibrary());
  expect(library.controls.map(({ id, rules }) => [id, rules])).toEqual([["C-0001", ["no-bad-pods"]]]);
  expect(library.rules.get("no-bad-pods")).toMatchObject({ controlInputs: ["forbidden"] });
  expect(library.inputs).toEqual({ forbidden: ["bad"] });
});

it.each<[problem: string, changes: Record<string, string | undefined>, file: string, message: string]>([
  [
    "an unknown field, with its line",
    { "frameworks/allcontrols.yaml": "name: AllControls\ndescription: x\ncontrols: []\ntypo: 1\n" },
    "frameworks/allcontrols.yaml:1",
    'Unrecognized key: "typo"',
  ],
  ["broken YAML, with its line", { "inputs.yaml": "a: [b]\nc: [" }, "inputs.yaml:2", "Flow sequence"],
  ["a rule without Rego", { "rules/no-bad-pods/rule.rego": undefined }, "rules/no-bad-pods/rule.rego", "is missing"],
  ["an input that is not there", { "inputs.yaml": "{}" }, "rules/no-bad-pods/rule.yaml", "control input forbidden"],
  [
    "a control in a framework that is not there",
    { "frameworks/nsa.yaml": "name: NSA\ndescription: x\ncontrols: [C-0001, C-0002, C-0001]\n" },
    "frameworks/nsa.yaml",
    "C-0002, which does not exist",
  ],
])("names %s", (_problem, changes, file, message) => {
  expect(problemsOf(changes)).toContainEqual({ file, message: expect.stringContaining(message) });
});

it("names every problem at once", () => {
  const problems = problemsOf({ "inputs.yaml": "[]", "rules/no-bad-pods/rule.yaml": "scope: object\n" });
  expect(problems.map(({ file }) => file)).toEqual(["rules/no-bad-pods/rule.yaml:1", "inputs.yaml:1"]);
});
