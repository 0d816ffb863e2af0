import { isArray, isNumber, isPlainObject } from "../../values/kinds.ts";
import { memberOf } from "../../values/member-of.ts";
import { type NumberValue, toBigInt } from "../../values/numbers.ts";
import type { PlainObject, Value } from "../../values/value.ts";
import { fail } from "../define.ts";

/** The members of a schema object, each read as the type its keyword asks for. Absent ones are undefined. */
export class Keywords {
  readonly object: PlainObject;

  constructor(object: PlainObject) {
    this.object = object;
  }

  value(name: string): Value | undefined {
    return memberOf(this.object, name);
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    return value === undefined || typeof value === "string" ? value : invalidType("string", name);
  }

  list(name: string): readonly Value[] | undefined {
    const value = this.value(name);
    return value === undefined || isArray(value) ? value : fail(`${name} must be of an array`);
  }

  number(name: string): NumberValue | undefined {
    const value = this.value(name);
    return value === undefined || isNumber(value) ? value : fail(`${name} must be of a Number`);
  }

  /** A number of characters, items or members. */
  size(name: string): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const integer = isNumber(value) ? toBigInt(value) : undefined;
    if (integer === undefined || BigInt.asIntN(64, integer) !== integer) return fail(`${name} must be of an integer`);
    return integer < 0n ? fail(`${name} must be greater than or equal to 0`) : Number(integer);
  }
}

export function invalidType(expected: string, given: string): never {
  return fail(`Invalid type. Expected: ${expected}, given: ${given}`);
}

/** Whether a value can be a schema: an object, or `true` or `false`. */
export function isSchemaNode(value: Value): value is boolean | PlainObject {
  return typeof value === "boolean" || isPlainObject(value);
}
