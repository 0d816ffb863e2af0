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

const control = `id: C-0002
name: Also no bad pods
baseScore: 5
description: They are bad.
remediation: Make them good.
rules: [no-bad-pods]
`;

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
    "frameworks/allcontrols.yaml:4",
    "typo: unknown field.",
  ],
  [
    "an unknown field that is nearly a known one",
    { "rules/no-bad-pods/rule.yaml": "match: []\ncontrolInput: [forbidden]\n" },
    "rules/no-bad-pods/rule.yaml:2",
    "controlInput: unknown field. Did you mean controlInputs?",
  ],
  [
    "an unknown field deep inside",
    {
      "rules/no-bad-pods/rule.yaml": "match:\n  - { apiGroups: [], apiVersions: [], resources: [],\n      typo: 1 }\n",
    },
    "rules/no-bad-pods/rule.yaml:3",
    "match.0.typo: unknown field.",
  ],
  [
    "a field that is missing, with the line of what it should be in",
    { "rules/no-bad-pods/rule.yaml": "controlInputs: []\nmatch:\n  - { apiGroups: [], apiVersions: [] }\n" },
    "rules/no-bad-pods/rule.yaml:3",
    "match.0.resources: is missing",
  ],
  [
    "a rule that is not there",
    { "controls/C-0002.yaml": control.replace("no-bad-pods", "no-bad-pod") },
    "controls/C-0002.yaml:6",
    "rules.0: there is no rule no-bad-pod. Did you mean no-bad-pods?",
  ],
  [
    "a control whose file is called otherwise",
    { "controls/C-0002.yaml": control.replace("C-0002", "C-0003") },
    "controls/C-0002.yaml:1",
    "id: is C-0003, so the file has to be called C-0003.yaml",
  ],
  [
    "a framework whose file is called otherwise",
    { "frameworks/other.yaml": "name: NSA\ndescription: x\ncontrols: [C-0001]\n" },
    "frameworks/other.yaml:1",
    "name: is NSA, so the file has to be called nsa.yaml",
  ],
  ["a file that nobody reads", { "controls/C-0002.yml": control }, "controls/C-0002.yml", "has to end in .yaml"],
  ["a file in the place of a rule", { "rules/README.md": "" }, "rules/README.md/rule.yaml", "is missing"],
  [
    "a control without a rule",
    { "controls/C-0002.yaml": control.replace("[no-bad-pods]", "[]") },
    "controls/C-0002.yaml:6",
    "rules: ",
  ],
  ["broken YAML, with its line", { "inputs.yaml": "a: [b]\nc: [" }, "inputs.yaml:2", "Flow sequence"],
  ["a rule without Rego", { "rules/no-bad-pods/rule.rego": undefined }, "rules/no-bad-pods/rule.rego", "is missing"],
  ["an input that is not there", { "inputs.yaml": "{}" }, "rules/no-bad-pods/rule.yaml:3", "control input forbidden"],
  [
    "a control in a framework that is not there",
    { "frameworks/nsa.yaml": "name: NSA\ndescription: x\ncontrols: [C-0001, C-0002, C-0001]\n" },
    "frameworks/nsa.yaml:3",
    "controls.1: there is no control C-0002. Did you mean C-0001?",
  ],
])("names %s", (_problem, changes, file, message) => {
  expect(problemsOf(changes)).toContainEqual({ file, message: expect.stringContaining(message) });
});

it("names every problem at once", () => {
  const problems = problemsOf({ "inputs.yaml": "[]", "rules/no-bad-pods/rule.yaml": "scope: object\n" });
  expect(problems.map(({ file }) => file)).toEqual(["rules/no-bad-pods/rule.yaml:1", "inputs.yaml:1"]);
});
