import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { compileRules } from "../evaluate/compile-rules.ts";
import type { LoadedLibrary } from "./library.ts";
import { readLibrary, readSharedRego } from "./read-library.ts";
import { smallLibrary } from "./small-library.ts";
import { withUserPolicies } from "./user-policies.ts";

const baseDir = smallLibrary();
const files = readLibrary(baseDir);
const base: LoadedLibrary = { ...files, code: files };

/** Nothing of the small library but what is given. */
const nothing = {
  "inputs.yaml": undefined,
  "controls/C-0001.yaml": undefined,
  "frameworks/allcontrols.yaml": undefined,
  "lib/names.rego": undefined,
  "rules/no-bad-pods/rule.yaml": undefined,
  "rules/no-bad-pods/rule.rego": undefined,
  "rules/no-bad-pods/cases.yaml": undefined,
};

const ownControl = `id: C-9001
name: Names of the house
baseScore: 6
description: Others are hard to find.
remediation: Use one.
rules: [house-names, no-bad-pods]
`;
const ownRule = {
  "rules/house-names/rule.yaml":
    'match: [{ apiGroups: [""], apiVersions: [v1], resources: [Pod] }]\ncontrolInputs: [house]\n',
  "rules/house-names/rule.rego": `package sortie.rules["house-names"]

import data.sortie.lib.names

deny contains {"alertObject": {"k8sApiObjects": [pod]}} if {
	some pod in input
	not names.of(pod) in data.postureControlInputs.house
}
`,
};
const own = {
  ...nothing,
  ...ownRule,
  "controls/C-9001.yaml": ownControl,
  "frameworks/house.yaml": "name: House\ndescription: Ours.\ncontrols: [C-0001, C-9001]\n",
  "inputs.yaml": "house: [good]\n",
};

const pod = (name: string) => ({ apiVersion: "v1", kind: "Pod", metadata: { name } });

/** Names of pods that each rule finds. */
function found({ code, inputs, rules }: LoadedLibrary, names: string[]) {
  const compiled = compileRules({ code, inputs }, [...rules.values()], new AbortController().signal);
  return compiled.map((rule) => {
    if ("broken" in rule) return `${rule.rule.name}: ${rule.broken}`;
    const objects = rule.ask(names.map(pod)).answers.flatMap((answer) => answer.objects) as ReturnType<typeof pod>[];
    return `${rule.rule.name}: ${objects.map(({ metadata }) => metadata.name).join(" ")}`;
  });
}

it("puts a user's controls, frameworks, rules and inputs beside the library's, whose Rego they may use", () => {
  const library = withUserPolicies(base, smallLibrary(own), readSharedRego(baseDir));
  expect(library.controls.map(({ id }) => id)).toEqual(["C-0001", "C-9001"]);
  expect(library.frameworks.map(({ name }) => name)).toEqual(["AllControls", "House"]);
  expect(found(library, ["bad", "good"])).toEqual(["no-bad-pods: bad", "house-names: bad"]);
});

it("reads a folder whose names have __ for the slash, as a mounted ConfigMap's do", () => {
  const flat = Object.entries(own).map(([name, text]) => [name.replaceAll("/", "__"), text]);
  const library = withUserPolicies(
    base,
    smallLibrary({ ...nothing, ...Object.fromEntries(flat) }),
    readSharedRego(baseDir),
  );
  expect(library.controls.map(({ id }) => id)).toEqual(["C-0001", "C-9001"]);
  expect(found(library, ["bad", "good"])).toEqual(["no-bad-pods: bad", "house-names: bad"]);
});

it("replaces what has the same name", () => {
  const rule = `package sortie.rules["no-bad-pods"]

deny contains {"alertObject": {"k8sApiObjects": [pod]}} if {
	some pod in input
}
`;
  const dir = smallLibrary({ "rules/no-bad-pods/rule.rego": rule, "inputs.yaml": "forbidden: [good]\n" });
  const library = withUserPolicies(base, dir, readSharedRego(baseDir));
  expect(library.controls).toHaveLength(1);
  expect(library.inputs).toEqual({ forbidden: ["good"] });
  expect(found(library, ["bad", "good"])).toEqual(["no-bad-pods: bad good"]);
});

it("leaves out a rule of the user's that does not compile, and no other", () => {
  const dir = smallLibrary({ ...own, "rules/house-names/rule.rego": 'package sortie.rules["house-names"]\n\ndeny[' });
  const [first, second] = found(withUserPolicies(base, dir, readSharedRego(baseDir)), ["bad"]);
  expect(first).toBe("no-bad-pods: bad");
  expect(second).toMatch(/^house-names: rules\/house-names\/rule\.rego:\d+: rego_parse_error/);
});

it.each([
  [
    "refers to nothing",
    { ...own, "rules/house-names/rule.rego": undefined },
    "rules/house-names/rule.rego: is missing",
  ],
  [
    "names an unknown rule",
    { ...nothing, "controls/C-9001.yaml": ownControl },
    "controls/C-9001.yaml:6: rules.0: there is no rule house-names.",
  ],
  [
    "reads an unknown input",
    { ...own, "inputs.yaml": undefined },
    "rules/house-names/rule.yaml:2: controlInputs.0: there is no control input house.",
  ],
  ["has nothing in it", nothing, ".: has no controls, frameworks or rules"],
])("refuses a folder that %s", (_, changes, message) => {
  expect(() => withUserPolicies(base, smallLibrary(changes), [])).toThrow(message);
});

it("refuses a folder that is not there", () => {
  const dir = mkdtempSync(join(tmpdir(), "absent-"));
  rmSync(dir, { recursive: true });
  expect(() => withUserPolicies(base, dir, [])).toThrow(".: is not there");
});
