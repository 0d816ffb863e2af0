import type { Kind } from "../meta/kind.ts";
import { type ApiObject, bodyOf } from "../meta/metadata.ts";
import type { IsAtomic } from "./field-set.ts";
import { isListItem, keyedLists } from "./keyed-lists.ts";

/** What of an object can be owned: not what identifies it, nor what the server decides. */
export function managedPart(kind: Kind, object: ApiObject, subresource: string | undefined): Record<string, unknown> {
  if (subresource === "status") return { status: object.status };
  const { generateName, labels, annotations } = object.metadata;
  const body = kind.hasStatus ? bodyOf(object, "status") : bodyOf(object);
  return { ...body, metadata: { generateName, labels, annotations, ...keyedLists(object.metadata) } };
}

export function atomicFieldsOf({ atomicFields }: Kind): IsAtomic {
  return (path) => atomicFields.includes(path) || isListItem(path);
}
