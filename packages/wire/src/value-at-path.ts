/**
 * The value that a path such as `spec.containers[0].image` or `metadata.labels[app.kubernetes.io/name]` leads to;
 * `undefined` where nothing is there.
 */
export function valueAtPath(object: unknown, path: string): unknown {
  let value = object;
  for (const { key } of pathSteps(path)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

/** One step of a path. In brackets stands an index, or a key with characters of its own; `[0]` may be either. */
export type PathStep = { key: string; isIndex: boolean };

export function pathSteps(path: string): PathStep[] {
  const steps = path.matchAll(/(?<name>[^.[\]]+)|\[(?<inBrackets>[^\]]*)\]/g).map(groupsOf);
  return [...steps].map(({ name, inBrackets = "" }) => ({
    key: name ?? inBrackets.replace(/^(['"])(.*)\1$/, "$2"),
    isIndex: name === undefined && /^\d+$/.test(inBrackets),
  }));
}

function groupsOf({ groups }: RegExpExecArray): { name?: string | undefined; inBrackets?: string | undefined } {
  return groups ?? {};
}
