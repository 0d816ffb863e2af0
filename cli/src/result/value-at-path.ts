/**
 * The value that a path such as `spec.containers[0].image` or `metadata.labels[app.kubernetes.io/name]` leads to;
 * `undefined` where nothing is there.
 */
export function valueAtPath(object: unknown, path: string): unknown {
  let value = object;
  for (const { name, inBrackets } of path.matchAll(/(?<name>[^.[\]]+)|\[(?<inBrackets>[^\]]*)\]/g).map(groupsOf)) {
    if (typeof value !== "object" || value === null) return undefined;
    const key = name ?? inBrackets?.replace(/^(['"])(.*)\1$/, "$2") ?? "";
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

function groupsOf({ groups }: RegExpExecArray): { name?: string | undefined; inBrackets?: string | undefined } {
  return groups ?? {};
}
