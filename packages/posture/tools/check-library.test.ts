import { join } from "node:path";
import { expect, it } from "vitest";
import { smallLibrary } from "../src/library/small-library.ts";
import { checkLibrary } from "./check-library.ts";

it("finds nothing wrong with the library of this repository", () => {
  expect(checkLibrary(join(import.meta.dirname, "..", "..", "..", "policies")).problems).toEqual([]);
}, 120_000);

it("counts what it checked", () => {
  expect(checkLibrary(smallLibrary())).toEqual({ problems: [], controls: 1, rules: 1, cases: 3 });
});

const rule = "rules/no-bad-pods";

it.each<[problem: string, changes: Record<string, string | undefined>, file: string, message: string]>([
  ["a rule without cases", { [`${rule}/cases.yaml`]: undefined }, `${rule}/cases.yaml`, "is missing"],
  ["cases in which nothing fails", { [`${rule}/cases.yaml`]: "[]" }, `${rule}/cases.yaml`, "something fails"],
  [
    "Rego that does not compile",
    { "lib/names.rego": "package sortie.lib.names\n\nof(o) := o.\n" },
    "lib/names.rego:4:0",
    "rego_parse_error",
  ],
  [
    "a rule of another package",
    { "lib/names.rego": "package sortie.lib.other\n" },
    "lib/names.rego",
    "sortie.lib.names",
  ],
  [
    "shared Rego that nothing imports",
    { "lib/idle.rego": "package sortie.lib.idle\n" },
    "lib/idle.rego",
    "imported by no rule",
  ],
  [
    "Rego about what a scan drops",
    { "lib/names.rego": "package sortie.lib.names\n\nof(object) := object.metadata.managedFields\n" },
    "lib/names.rego:3",
    "reads managedFields",
  ],
  [
    "a framework of everything that lacks a control",
    { "frameworks/allcontrols.yaml": "name: AllControls\ndescription: x\ncontrols: []\n" },
    "frameworks/allcontrols.yaml:3",
    "C-0001",
  ],
  [
    "an exception from a control that is not there",
    { "exceptions.yaml": "- name: x\n  controls: [C-0009]\n  resources: [{ kind: Pod, names: [x] }]\n" },
    "exceptions.yaml:2",
    "there is no control C-0009",
  ],
])("names %s", (_problem, changes, file, message) => {
  const { problems } = checkLibrary(smallLibrary(changes));
  expect(problems).toContainEqual({ file, message: expect.stringContaining(message) });
});

it("says what a rule answered other than its case", () => {
  const cases = "- { case: wrong, objects: [{ apiVersion: v1, kind: Pod, metadata: { name: bad } }], fails: {} }\n";
  const { problems } = checkLibrary(smallLibrary({ [`${rule}/cases.yaml`]: cases.repeat(3) + failing }));
  expect(problems[0]).toEqual({ file: `${rule}/cases.yaml:1`, message: "wrong: + /v1//Pod/bad" });
});

const failing = `- case: right
  objects: [{ apiVersion: v1, kind: Pod, metadata: { name: bad } }]
  fails: { /v1//Pod/bad: { failed: [metadata.name] } }
`;
