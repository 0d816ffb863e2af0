import type { KubeObject } from "@sortie/kube";

/** What identifies an object and what exceptions tell objects apart by, whatever rules read. */
const alwaysKept = [
  "apiVersion",
  "kind",
  "metadata",
  "name",
  "namespace",
  "uid",
  "labels",
  "annotations",
  "spec",
  "template",
  "jobTemplate",
  "containers",
  "subjects",
  "roleRef",
  "apiGroup",
];

/** Below these, keys are words of users, which rules compare without naming them. */
const holdsUsersKeys = /(labels|annotations|selector)$/i;

/** An object with the fields that rules can name, at any depth. The object itself is not changed. */
export type Projection = (object: KubeObject) => KubeObject;

/**
 * What of objects has to be kept for rules that can name these fields. An object of a cluster is mostly what no rule
 * about several objects looks at: status, probes, resources, data.
 */
export function projectionTo(names: Iterable<ReadonlySet<string>>): Projection {
  const kept = new Set(alwaysKept);
  for (const some of names) for (const name of some) kept.add(name);

  function project(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(project);
    const fields: Record<string, unknown> = {};
    const given = value as Record<string, unknown>;
    for (const key of Object.keys(given)) {
      if (kept.has(key)) fields[key] = holdsUsersKeys.test(key) ? given[key] : project(given[key]);
    }
    return fields;
  }
  return (object) => project(object) as KubeObject;
}
