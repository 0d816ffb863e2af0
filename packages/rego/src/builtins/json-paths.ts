import { compare } from "../values/compare.ts";
import { typeName } from "../values/kinds.ts";
import { ObjectBuilder } from "../values/objects.ts";
import { print } from "../values/print.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { failOperand } from "./define.ts";

/** A tree of the paths to keep or remove: `null` ends a path, everything below it included. */
export type PathTree = Value;

/** `/a/0/~1b` or `["a", 0, "/b"]`. */
export function pathOf(path: Value): readonly Value[] {
  if (Array.isArray(path)) return path as readonly Value[];
  if (typeof path !== "string") {
    return failOperand(
      2,
      `must be one of {set, array} containing string paths or array of path segments but got ${typeName(path)}`,
    );
  }
  if (path === "") return [];
  return path
    .replace(/^\/+/, "")
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function pathTree(paths: readonly Value[] | RegoSet): PathTree {
  const list = paths instanceof RegoSet ? paths.sorted(compare) : paths;
  const root = new PathNode();
  for (const path of list) {
    const parts = pathOf(path);
    if (parts.length > 0) root.add(parts);
  }
  return root.build();
}

class PathNode {
  readonly #ends = new RegoSet();
  readonly #inner = new Map<string, { key: Value; node: PathNode }>();

  add([key, ...rest]: readonly Value[]): void {
    if (key === undefined || this.#ends.has(key)) return;
    const name = print(key);
    if (rest.length === 0) {
      this.#ends.add(key);
      this.#inner.delete(name);
      return;
    }
    const known = this.#inner.get(name) ?? { key, node: new PathNode() };
    this.#inner.set(name, known);
    known.node.add(rest);
  }

  build(): PathTree {
    const builder = new ObjectBuilder();
    for (const key of this.#ends.values()) builder.set(key, null);
    for (const { key, node } of this.#inner.values()) builder.set(key, node.build());
    return builder.build();
  }
}
