import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** For tests: a library of one control in a temporary folder, some of its files replaced or left out. */
export function smallLibrary(changes: Record<string, string | undefined> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), "policies-"));
  for (const [name, text] of Object.entries({ ...files, ...changes })) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

const files = {
  "inputs.yaml": "forbidden: [bad]\n",
  "controls/C-0001.yaml": `id: C-0001
name: No bad pods
baseScore: 5
description: They are bad.
remediation: Make them good.
rules:
  - no-bad-pods
`,
  "frameworks/allcontrols.yaml": "name: AllControls\ndescription: All of them.\ncontrols: [C-0001]\n",
  "lib/names.rego": "package sortie.lib.names\n\nof(object) := object.metadata.name\n",
  "rules/no-bad-pods/rule.yaml": `match:
  - { apiGroups: [""], apiVersions: [v1], resources: [Pod] }
controlInputs: [forbidden]
`,
  "rules/no-bad-pods/rule.rego": `package sortie.rules["no-bad-pods"]

import data.sortie.lib.names

deny contains {"alertObject": {"k8sApiObjects": [pod]}, "failedPaths": ["metadata.name"]} if {
	some pod in input
	names.of(pod) in data.postureControlInputs.forbidden
}
`,
  "rules/no-bad-pods/cases.yaml": `- case: a bad pod
  objects: [{ apiVersion: v1, kind: Pod, metadata: { name: bad } }]
  fails: { /v1//Pod/bad: { failed: [metadata.name] } }
- case: a good pod
  objects: [{ apiVersion: v1, kind: Pod, metadata: { name: good } }]
  fails: {}
- case: other names
  inputs: { forbidden: [] }
  objects: [{ apiVersion: v1, kind: Pod, metadata: { name: bad } }]
  fails: {}
`,
};
