import {
  type AnyType,
  type ArrayType,
  anyType,
  functionOf,
  isAny,
  keyText,
  numberType,
  type ObjectType,
  type PropertyKey,
  type SetType,
  type Type,
  typeOfKey,
  type Unknown,
  unwrapped,
} from "../types/types.ts";
import { compareTypes } from "./compare-types.ts";

/** The type of what is of one type or the other. Of a function and anything else there is none. */
export function either(left: Unknown, right: Unknown): Unknown {
  if (left === undefined || left === right) return right;
  if (right === undefined) return left;
  if (left.kind === "function" || right.kind === "function") return eitherFunction(left, right);
  if (left.kind === "any") return right.kind === "any" ? union(left, right) : withMember(left, right);
  if (right.kind === "any") return withMember(right, left);
  const difference = compareTypes(left, right);
  if (difference === 0) return left;
  return { kind: "any", of: difference < 0 ? [left, right] : [right, left] };
}

function eitherFunction(left: Type, right: Type): Unknown {
  if (left.kind !== "function" || right.kind !== "function" || left.args.length !== right.args.length) return undefined;
  if ((left.variadic === undefined) !== (right.variadic === undefined)) return undefined;
  const args = left.args.map((arg, i) => either(arg, right.args[i]));
  return functionOf(args, either(left.result, right.result), either(left.variadic, right.variadic));
}

function union(left: AnyType, right: AnyType): AnyType {
  if (left.of.length === 0) return left;
  return right.of.length === 0 ? right : right.of.reduce(withMember, left);
}

function withMember(any: AnyType, member: Type): AnyType {
  if (any.of.length === 0) return any;
  let at = 0;
  for (; at < any.of.length; at++) {
    const difference = compareTypes(any.of[at], member);
    if (difference === 0) return any;
    if (difference > 0) break;
  }
  return { kind: "any", of: any.of.toSpliced(at, 0, member) };
}

/** Whether everything of the second type is of the first. */
export function contains(outer: Unknown, inner: Unknown): boolean {
  if (outer?.kind !== "any") return compareTypes(outer, inner) === 0;
  if (inner?.kind === "function") return false;
  return outer.of.length === 0 || outer.of.some((member) => compareTypes(member, inner) === 0);
}

/** The type of a member with a given key. */
export function selected(type: Unknown, key: PropertyKey): Unknown {
  const known = unwrapped(type);
  switch (known?.kind) {
    case "array":
      return typeof key === "number" && Number.isInteger(key) ? itemAt(known, key) : undefined;
    case "object":
      return propertyOf(known, key);
    case "set":
      return memberOf(known, typeOfKey(key));
    case "any":
      return isAny(known) ? anyType : mergedFrom(known, (member) => selected(member, key));
    default:
      return undefined;
  }
}

export function itemAt({ items, rest }: ArrayType, position: number): Unknown {
  if (position < 0) return undefined;
  return position < items.length ? items[position] : rest;
}

export function propertyOf({ properties, dynamic }: ObjectType, key: PropertyKey): Unknown {
  const property = properties.get(keyText(key));
  if (property !== undefined) return property.type;
  return dynamic !== undefined && contains(dynamic.key, typeOfKey(key)) ? dynamic.value : undefined;
}

function memberOf({ of }: SetType, type: Type): Unknown {
  if (compareTypes(of, type) === 0) return of;
  return of?.kind === "any" && contains(of, type) ? type : undefined;
}

function mergedFrom({ of }: AnyType, select: (member: Type) => Unknown): Unknown {
  let merged: Unknown;
  for (const member of of) merged = either(select(member), merged);
  return merged;
}

/** The type of the keys of a composite: positions, keys of an object, members of a set. */
export function keysOf(type: Unknown): Unknown {
  const known = unwrapped(type);
  switch (known?.kind) {
    case "array":
      return numberType;
    case "object": {
      let keys: Unknown;
      for (const { key } of known.properties.values()) keys = either(keys, typeOfKey(key));
      return either(keys, known.dynamic?.key);
    }
    case "set":
      return known.of;
    case "any":
      return isAny(known) ? anyType : mergedFrom(known, keysOf);
    default:
      return undefined;
  }
}

/** The type of the members of a composite. */
export function valuesOf(type: Unknown): Unknown {
  const known = unwrapped(type);
  switch (known?.kind) {
    case "array": {
      let values: Unknown;
      for (const item of known.items) values = either(values, item);
      return either(values, known.rest);
    }
    case "object": {
      let values: Unknown;
      for (const property of known.properties.values()) values = either(values, property.type);
      return either(values, known.dynamic?.value);
    }
    case "set":
      return known.of;
    case "any":
      return isAny(known) ? anyType : mergedFrom(known, valuesOf);
    default:
      return undefined;
  }
}

/** Whether some part of a type is not known. `seen`: definitions that contain this part. */
export function isUnknown(type: Unknown, seen?: ReadonlySet<Type>): boolean {
  switch (type?.kind) {
    case undefined:
      return true;
    case "recursive":
      return seen?.has(type) !== true && isUnknown(type.type, new Set([...(seen ?? []), type]));
    case "function":
      return someUnknown(type.args, seen) || isUnknown(type.result, seen);
    case "array":
      return someUnknown(type.items, seen) || (type.rest !== undefined && isUnknown(type.rest, seen));
    case "object":
      for (const property of type.properties.values()) if (isUnknown(property.type, seen)) return true;
      return type.dynamic !== undefined && (isUnknown(type.dynamic.key, seen) || isUnknown(type.dynamic.value, seen));
    case "set":
      return isUnknown(type.of, seen);
    default:
      return false;
  }
}

function someUnknown(types: readonly Unknown[], seen: ReadonlySet<Type> | undefined): boolean {
  for (const type of types) if (isUnknown(type, seen)) return true;
  return false;
}

/** A composite that can hold nothing. */
export function isEmptyCollection(type: Unknown): boolean {
  const known = unwrapped(type);
  if (known?.kind === "object") return known.properties.size === 0 && known.dynamic === undefined;
  if (known?.kind === "array") return known.items.length === 0 && known.rest === undefined;
  return known?.kind === "set" && known.of === undefined;
}
