import {
  type AnyType,
  type ArrayType,
  type FunctionType,
  type ObjectType,
  type SetType,
  type Type,
  type Unknown,
  unwrapped,
} from "../types/types.ts";
import { itemAt, propertyOf, valuesOf } from "./combine-types.ts";

/** Whether some value can be of both types. */
export function unifies(left: Unknown, right: Unknown): boolean {
  const a = unwrapped(left);
  const b = unwrapped(right);
  if (a === undefined || b === undefined) return false;
  if (a.kind === "any" || b.kind === "any") {
    return (a.kind === "any" && unifiesAny(a, b)) || (b.kind === "any" && unifiesAny(b, a));
  }
  return unifiesKind(a, b);
}

function unifiesKind(a: Type, b: Type): boolean {
  if (a.kind === "array") return b.kind === "array" && unifyArrays(a, b);
  if (a.kind === "object") return b.kind === "object" && unifyObjects(a, b);
  if (a.kind === "set") return b.kind === "set" && unifySets(a, b);
  if (a.kind === "function") return b.kind === "function" && unifyFunctions(a, b);
  return a.kind === b.kind;
}

/** The empty set is of the type of every set. */
function unifySets(left: SetType, right: SetType): boolean {
  return left.of === undefined || right.of === undefined || unifies(valuesOf(left), valuesOf(right));
}

function unifiesAny(any: AnyType, other: Type): boolean {
  if (other.kind === "function") return false;
  return any.of.length === 0 || any.of.some((member) => unifies(member, other));
}

function unifyArrays(left: ArrayType, right: ArrayType): boolean {
  if (!left.items.every((item, i) => unifies(item, itemAt(right, i)))) return false;
  if (!right.items.every((item, i) => unifies(item, itemAt(left, i)))) return false;
  return left.rest === undefined || right.rest === undefined || unifies(left.rest, right.rest);
}

function unifyObjects(left: ObjectType, right: ObjectType): boolean {
  if (!unifyProperties(left, right) || !unifyProperties(right, left)) return false;
  const a = left.dynamic?.value;
  const b = right.dynamic?.value;
  return a === undefined || b === undefined || unifies(a, b);
}

function unifyProperties(left: ObjectType, right: ObjectType): boolean {
  for (const { key, type } of left.properties.values()) {
    const other = propertyOf(right, key);
    if (other === undefined) {
      if (left.dynamic?.value !== undefined || right.dynamic?.value !== undefined) continue;
      return false;
    }
    if (!unifies(type, other)) return false;
  }
  return true;
}

function unifyFunctions(left: FunctionType, right: FunctionType): boolean {
  return left.args.length === right.args.length && left.args.every((arg, i) => unifies(arg, right.args[i]));
}
