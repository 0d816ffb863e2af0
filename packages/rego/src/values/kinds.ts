import { Decimal } from "./decimal.ts";
import type { NumberValue } from "./numbers.ts";
import type { RegoMap } from "./rego-map.ts";
import { Composite, type PlainObject, type TypeName, typeNames, type Value } from "./value.ts";

export function isNumber(value: Value): value is NumberValue {
  return typeof value === "number" || typeof value === "bigint" || value instanceof Decimal;
}

export function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** An object of either representation. */
export function isObject(value: Value): value is PlainObject | RegoMap {
  return typeOrder(value) === 5;
}

export function isPlainObject(value: Value): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Composite);
}

/** The rank of the value's type in Rego's comparison: null, boolean, number, string, array, object, set. */
export function typeOrder(value: Value): number {
  switch (typeof value) {
    case "string":
      return 3;
    case "number":
    case "bigint":
      return 2;
    case "boolean":
      return 1;
    default:
      return value === null ? 0 : compositeOrder(value);
  }
}

function compositeOrder(value: object): number {
  if (Array.isArray(value)) return 4;
  return value instanceof Composite ? value.typeOrder : 5;
}

export function typeName(value: Value): TypeName {
  return typeNames[typeOrder(value)] ?? "null";
}
