import type { KubeObject } from "@sortie/kube";

/** What identifies an object, and what makes subjects of bindings, whatever rules read. */
const alwaysKept = ["apiVersion", "kind", "metadata", "name", "namespace", "uid", "subjects", "roleRef", "apiGroup"];

/** What is left of many objects: one for all of them. */
const nothing: Record<string, unknown> = Object.freeze({});

/** Below these, keys are words of users, which rules compare without naming them. */
const holdsUsersKeys = /(labels|annotations|selector)$/i;

/** An object with the fields that are named, at any depth. It shares what it has in full with the object itself. */
export type Projection = (object: KubeObject) => KubeObject;

/**
 * What of objects has to be kept for who can name these fields: rules and exceptions. An object of a cluster is mostly what
 * no rule about several objects looks at: status, probes, resources, data.
 */
export function projectionTo(names: Iterable<ReadonlySet<string>>): Projection {
  const kept = new Set(alwaysKept);
  for (const some of names) for (const name of some) kept.add(name);

  function project(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    return Array.isArray(value) ? projectList(value) : projectFields(value as Record<string, unknown>);
  }

  function projectList(list: readonly unknown[]): readonly unknown[] {
    const projected = list.map(project);
    return projected.every((one, index) => one === list[index]) ? list : projected;
  }

  function projectFields(given: Record<string, unknown>): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    let isWhole = true;
    for (const key of Object.keys(given)) {
      if (kept.has(key)) fields[key] = holdsUsersKeys.test(key) ? given[key] : project(given[key]);
      isWhole &&= fields[key] === given[key];
    }
    if (isWhole) return given;
    return Object.keys(fields).length === 0 ? nothing : fields;
  }
  return (object) => project(object) as KubeObject;
}
