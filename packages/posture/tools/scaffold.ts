import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Writes the files of a control with one rule, ready to be filled in; what exists is left alone. Returns the files, in
 * the order in which they are filled in. `npm run policies -- check` complains about the result until it has cases.
 */
export function scaffold(policies: string, id: string, rule: string): string[] {
  const files: [name: string, text: string][] = [
    [`controls/${id}.yaml`, controlFile(id, rule)],
    [`rules/${rule}/rule.yaml`, ruleFile],
    [`rules/${rule}/rule.rego`, regoFile(rule)],
    [`rules/${rule}/cases.yaml`, casesFile],
  ];
  for (const [name, text] of files) {
    const path = join(policies, name);
    if (existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return files.map(([name]) => name);
}

const controlFile = (id: string, rule: string) => `id: ${id}
name: What is asked of the cluster
baseScore: 5
scanningScope: [cluster, file]
description: >-
  Why it matters, in two sentences.
remediation: |
  How to fix it, with an example.
rules:
  - ${rule}
`;

const ruleFile = `match:
  - { apiGroups: [""], apiVersions: [v1], resources: [Pod] }
  - { apiGroups: [apps], apiVersions: [v1], resources: [Deployment, ReplicaSet, DaemonSet, StatefulSet] }
  - { apiGroups: [batch], apiVersions: ["*"], resources: [Job, CronJob] }
`;

const regoFile = (rule: string) => `# Why an object of this kind is a finding.
package sortie.rules[${JSON.stringify(rule)}]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.remove(workload, sprintf("%s is what is wrong", [path]), [path]) if {
	some workload in input
	workloads.pod_spec(workload).field == "bad"
	path := sprintf("%s.field", [workloads.spec_path(workload)])
}
`;

const casesFile = `- case: what fails, as a sentence
  objects:
    - { apiVersion: v1, kind: Pod, metadata: { name: web, namespace: shop }, spec: { field: bad } }
  fails:
    /v1/shop/Pod/web: { remove: [spec.field] }
`;
