import type { Kind } from "../meta/kind.ts";
import type { Choices } from "./choices.ts";

/** An object that a request is about. */
export type Target = { kind: Kind; namespace: string | undefined; name: string };

const names = ["a", "b", "c", "image-with-a-long-name-0123456789", "ünïcode", "with space", "1.2.3"];

/** One of few, so that requests meet. `lane` keeps those that run side by side apart. */
export function randomTarget(choices: Choices, kinds: readonly Kind[], lane: string): Target {
  const kind = choices.pick(kinds);
  const name = choices.pick(names);
  return kind.namespaced ? { kind, namespace: lane, name } : { kind, namespace: undefined, name: `${lane}-${name}` };
}

export function keyOf({ kind, namespace, name }: Target): string {
  return `${kind.plural}/${namespace ?? ""}/${name}`;
}

export function pathOf({ kind, namespace, name }: Omit<Target, "name"> & { name?: string | undefined }): string {
  const below = namespace === undefined ? "" : `/namespaces/${encodeURIComponent(namespace)}`;
  const collection = `/apis/${kind.group}/${kind.version}${below}/${kind.plural}`;
  return name === undefined ? collection : `${collection}/${encodeURIComponent(name)}`;
}
