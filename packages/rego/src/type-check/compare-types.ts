import {
  type ArrayType,
  type FunctionType,
  keyText,
  type ObjectType,
  type Property,
  type Type,
  type Unknown,
  unwrapped,
} from "../types/types.ts";
import { compareStrings } from "../values/compare-strings.ts";

const order: Readonly<Record<Exclude<Type["kind"], "recursive">, number>> = {
  null: 0,
  boolean: 1,
  number: 2,
  string: 3,
  array: 4,
  object: 5,
  set: 6,
  any: 7,
  function: 8,
};

function rank(type: Unknown): number {
  return type === undefined || type.kind === "recursive" ? -1 : order[type.kind];
}

/** A total order over types, by which the members of a union are sorted. */
export function compareTypes(left: Unknown, right: Unknown): number {
  const a = unwrapped(left);
  const b = unwrapped(right);
  if (a === b) return 0;
  const difference = rank(a) - rank(b);
  if (difference !== 0 || a === undefined || b === undefined) return difference;
  if (a.kind === "array" && b.kind === "array") return compareArrays(a, b);
  if (a.kind === "object" && b.kind === "object") return compareObjects(a, b);
  if (a.kind === "set" && b.kind === "set") return compareTypes(a.of, b.of);
  if (a.kind === "any" && b.kind === "any") return compareLists(a.of, b.of);
  return a.kind === "function" && b.kind === "function" ? compareFunctions(a, b) : 0;
}

function compareLists(left: readonly Unknown[], right: readonly Unknown[]): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = compareTypes(left[i], right[i]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function compareArrays(left: ArrayType, right: ArrayType): number {
  return compareTypes(left.rest, right.rest) || compareLists(left.items, right.items);
}

function compareObjects(left: ObjectType, right: ObjectType): number {
  const difference =
    compareTypes(left.dynamic?.key, right.dynamic?.key) || compareTypes(left.dynamic?.value, right.dynamic?.value);
  if (difference !== 0) return difference;
  const a = sortedProperties(left);
  const b = sortedProperties(right);
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [one, other] = [a[i] as Property, b[i] as Property];
    const found = compareStrings(keyText(one.key), keyText(other.key)) || compareTypes(one.type, other.type);
    if (found !== 0) return found;
  }
  return a.length - b.length;
}

function compareFunctions(left: FunctionType, right: FunctionType): number {
  return (
    left.args.length - right.args.length ||
    compareLists(left.args, right.args) ||
    compareTypes(left.result, right.result) ||
    compareTypes(left.variadic, right.variadic)
  );
}

function sortedProperties({ properties }: ObjectType): Property[] {
  return [...properties.values()].toSorted((a, b) => compareStrings(keyText(a.key), keyText(b.key)));
}
