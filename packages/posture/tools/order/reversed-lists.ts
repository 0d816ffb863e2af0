import { pathSteps, type RulePath } from "@sortie/wire";
import type { Answer } from "../../src/evaluate/answer.ts";

/** Lists whose order says nothing about what a workload, a role or a binding may do. */
const unordered = new Set([
  "containers",
  "initContainers",
  "ephemeralContainers",
  "volumes",
  "volumeMounts",
  "env",
  "envFrom",
  "ports",
  "imagePullSecrets",
  "rules",
  "apiGroups",
  "resources",
  "verbs",
  "subjects",
]);

/** The object with these lists the other way round, wherever they are in it. */
export function withListsReversed(value: unknown, field = ""): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => withListsReversed(item));
    return unordered.has(field) ? items.toReversed() : items;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, withListsReversed(inside, name)]));
}

/** What should be answered of the reversed objects where `answers` are given of these: the same, at the moved places. */
export function answersReversed(answers: Answer[]): Answer[] {
  return answers.flatMap(({ objects, paths, related }) =>
    objects.map((object) => ({
      objects: [object],
      paths: paths.map((path) => moved(path, object)),
      related: related.map((other) => ({ ...other, paths: other.paths.map((path) => moved(path, other.object)) })),
    })),
  );
}

function moved(path: RulePath, object: unknown): RulePath {
  const { failedPath, deletePath, reviewPath, fixPath } = path;
  return {
    ...path,
    failedPath: movedPath(failedPath, object),
    fixPath: movedPath(fixPath, object),
    ...(deletePath === undefined ? {} : { deletePath: movedPath(deletePath, object) }),
    ...(reviewPath === undefined ? {} : { reviewPath: movedPath(reviewPath, object) }),
  };
}

/** An index past the end of its list, where something is to be added, stays as it is. */
function movedPath(path: string, object: unknown): string {
  const indices: number[] = [];
  let [at, field] = [object, ""];
  for (const { key, isIndex } of pathSteps(path)) {
    if (!isIndex) field = key;
    else if (unordered.has(field) && Array.isArray(at) && Number(key) < at.length)
      indices.push(at.length - 1 - Number(key));
    else indices.push(Number(key));
    at = (at as Record<string, unknown> | undefined)?.[key];
  }
  return path.replaceAll(/\[\d+\]/g, () => `[${indices.shift()}]`);
}
