import { propertyKeyOf } from "../tree/constants.ts";
import type { Term } from "../tree/tree.ts";
import {
  anyType,
  type DynamicProperty,
  keyText,
  objectOf,
  type Property,
  type Type,
  type Unknown,
  unwrapped,
} from "../types/types.ts";
import type { TypeEnvironment } from "./environment.ts";
import { putType } from "./type-tree.ts";

const anything: DynamicProperty = { key: anyType, value: anyType };

/** Puts the type of a document, or of a part of one of which more is known already. */
export function overrideType(env: TypeEnvironment, path: readonly Term[], type: Type): void {
  for (let length = 1; length < path.length; length++) {
    const known = env.typeOfRef(path.slice(0, length));
    if (known === undefined) continue;
    putType(env.tree, path.slice(0, length), overridden(known, path.slice(length), type));
    return;
  }
  putType(env.tree, path, type);
}

function overridden(known: Unknown, [key, ...rest]: readonly Term[], type: Type): Type {
  const name = key === undefined ? undefined : propertyKeyOf(key);
  if (name === undefined) return type;
  const object = unwrapped(known);
  if (object?.kind !== "object") return objectOf([{ key: name, type: overridden(undefined, rest, type) }], anything);
  const properties = new Map<string, Property>(object.properties);
  const text = keyText(name);
  properties.set(text, { key: name, type: overridden(properties.get(text)?.type, rest, type) });
  return objectOf(properties.values(), object.dynamic);
}
