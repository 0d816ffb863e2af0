import { fromBigInt, parseNumber } from "./numbers.ts";
import { objectOf } from "./objects.ts";
import { RegoSet } from "./rego-set.ts";
import type { Value } from "./value.ts";

/**
 * A Rego value of what another program's code returns: JSON data, and a `Set` for a Rego set. Members that are
 * undefined are left out of objects, as JSON.stringify does.
 *
 * @throws TypeError for what is no JSON: functions, symbols, numbers that are not finite, instances of classes.
 */
export function fromJson(value: unknown): Value {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "bigint":
      return fromBigInt(value);
    case "number":
      return Number.isFinite(value) ? parseNumber(String(value)) : refuse(value);
    case "object":
      return value === null ? null : compositeOf(value);
    default:
      return refuse(value);
  }
}

function compositeOf(value: object): Value {
  if (Array.isArray(value)) return value.map(fromJson);
  if (value instanceof Set) return RegoSet.of([...value].map(fromJson));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return refuse(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return objectOf(members.map(([key, member]) => [key, fromJson(member)]));
}

function refuse(value: unknown): never {
  throw new TypeError(
    `not a JSON value: ${typeof value === "object" ? "an instance of a class" : `a ${typeof value}`}`,
  );
}
