import { compare, keysOf } from "../values/compare.ts";
import { memberOf } from "../values/member-of.ts";
import { RegoMap } from "../values/rego-map.ts";
import { RegoSet } from "../values/rego-set.ts";
import { Composite, type PlainObject, type Value } from "../values/value.ts";

const none: readonly Value[] = [];

/** `value[key]`: a member of an array by index, of an object by key, of a set by itself. */
export function member(value: Value | undefined, key: Value): Value | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return typeof key === "number" ? (value as readonly Value[])[key] : undefined;
  if (value instanceof RegoSet) return value.has(key) ? key : undefined;
  if (value instanceof Composite && !(value instanceof RegoMap)) return undefined;
  return memberOf(value as PlainObject | RegoMap, key);
}

/** The members that `value[_]` ranges over, in Rego's order. An array is its own list. */
export function values(value: Value | undefined): readonly Value[] {
  if (typeof value !== "object" || value === null) return none;
  if (Array.isArray(value)) return value as readonly Value[];
  if (value instanceof RegoSet) return value.sorted(compare);
  if (value instanceof Composite && !(value instanceof RegoMap)) return none;
  const object = value as PlainObject | RegoMap;
  return keysOf(object).map((key) => memberOf(object, key) as Value);
}

/** The keys that `value[key]` ranges over, in the order of {@link values}. */
export function keys(value: Value | undefined): readonly Value[] {
  if (typeof value !== "object" || value === null) return none;
  if (Array.isArray(value)) return Array.from(value, (_, i) => i);
  if (value instanceof RegoSet) return value.sorted(compare);
  if (value instanceof Composite && !(value instanceof RegoMap)) return none;
  return keysOf(value as PlainObject | RegoMap);
}

/** The keys of a collection that has keys of its own; an array is indexed by position. */
export function keysIfAny(value: Value | undefined): readonly Value[] | null {
  return Array.isArray(value) ? null : keys(value);
}

/** {@link values} in whatever order costs nothing, for loops whose order nobody can see. */
export function anyValues(value: Value | undefined): readonly Value[] {
  if (typeof value !== "object" || value === null) return none;
  if (Array.isArray(value)) return value as readonly Value[];
  if (value instanceof RegoSet) return value.inAnyOrder();
  return value instanceof Composite ? values(value) : Object.values(value as PlainObject);
}

/** {@link keysIfAny} in the order of {@link anyValues}. */
export function anyKeys(value: Value | undefined): readonly Value[] | null {
  if (typeof value !== "object" || value === null) return none;
  if (Array.isArray(value)) return null;
  if (value instanceof RegoSet) return value.inAnyOrder();
  return value instanceof Composite ? keys(value) : Object.keys(value);
}

/** A run of constant keys, where plain property access found nothing: a set has its members as keys. */
export function deepMember(value: Value | undefined, path: readonly string[]): Value | undefined {
  let found = value;
  for (let i = 0; i < path.length; i++) {
    if (typeof found !== "object" || found === null) return undefined;
    found = member(found, path[i] as string);
  }
  return found;
}

/** {@link deepMember} for names that no value has as a property without having it as a member. */
export function plainDeepMember(value: Value | undefined, path: readonly string[]): Value | undefined {
  let found = value;
  for (let i = 0; i < path.length; i++) {
    if (typeof found !== "object" || found === null) return undefined;
    const key = path[i] as string;
    found = found instanceof Composite ? member(found, key) : (found as PlainObject)[key];
  }
  return found;
}
