import { compare } from "../values/compare.ts";
import { isNumber } from "../values/kinds.ts";
import { toBigInt } from "../values/numbers.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { failOperand, mismatch, mismatchWithin } from "./define.ts";
import { toInt64 } from "./int64.ts";

/**
 * Operands of built-ins that look at one only when the one before it was made use of, so that the first error of several
 * is the one OPA reports. Positions count from 1.
 */
export function textOperand(value: Value, position: number): string {
  return typeof value === "string" ? value : mismatch(position, "string", value);
}

export function integerOperand(value: Value, position: number): bigint {
  if (!isNumber(value)) return mismatch(position, "integer", value);
  return toBigInt(value) ?? failOperand(position, "must be integer number but got floating-point number");
}

/** An operand that Go holds in an `int`. */
export function intOperand(value: Value, position: number): number {
  if (!isNumber(value)) return mismatch(position, "number", value);
  return toInt64(value) ?? failOperand(position, "must be integer number but got floating-point number");
}

/** The members of an array or a set, all of which are strings. */
export function textsOperand(items: readonly Value[] | RegoSet, position: number): string[] {
  const list = items instanceof RegoSet ? items.sorted(compare) : items;
  return list.map((item) => (typeof item === "string" ? item : mismatchWithin(position, items, "string", item)));
}
