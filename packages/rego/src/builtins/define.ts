import { type Location, RegoEvaluationError } from "../errors.ts";
import type { Context } from "../runtime/context.ts";
import { typeName, typeOrder } from "../values/kinds.ts";
import type { NumberValue } from "../values/numbers.ts";
import type { RegoMap } from "../values/rego-map.ts";
import type { RegoSet } from "../values/rego-set.ts";
import type { PlainObject, TypeName, Value } from "../values/value.ts";

type ObjectValue = PlainObject | RegoMap;
type OperandTypes = {
  null: null;
  boolean: boolean;
  number: NumberValue;
  string: string;
  array: readonly Value[];
  object: ObjectValue;
  set: RegoSet;
};

/** What an operand may be: one type, several separated by `|`, or anything. */
export type Operand = "any" | TypeName | `${TypeName}|${string}`;
type Split<Text extends string> = Text extends `${infer First}|${infer Rest}` ? First | Split<Rest> : Text;
type ValueOf<Kind extends Operand> = Kind extends "any"
  ? Value
  : { [Name in Split<Kind>]: Name extends TypeName ? OperandTypes[Name] : never }[Split<Kind>];
type ValuesOf<Kinds extends readonly Operand[]> = { [I in keyof Kinds]: ValueOf<Kinds[I]> };

/** A function of the context and its arguments; undefined where an operand has the wrong type or the work failed. */
export type BuiltinFunction = (context: Context, ...args: Value[]) => Value | undefined;
export type Builtin = {
  readonly name: string;
  readonly operands: readonly Operand[];
  readonly call: BuiltinFunction;
};

/** Thrown inside a built-in that cannot answer. Ordinary in policies, so it carries no stack. */
export class BuiltinFailure {
  readonly message: string;
  readonly code: "eval_builtin_error" | "eval_type_error";

  constructor(message: string, code: "eval_builtin_error" | "eval_type_error" = "eval_builtin_error") {
    this.message = message;
    this.code = code;
  }
}

/** Ends a built-in: its call is undefined, or an error where built-in errors are strict. */
export function fail(message: string): never {
  throw new BuiltinFailure(message);
}

/** An operand that has the right type but a wrong value or member. `position` counts from 1. */
export function failOperand(position: number, message: string): never {
  failType(`operand ${position} ${message}`);
}

/** Operands that do not fit each other. */
export function failType(message: string): never {
  throw new BuiltinFailure(message, "eval_type_error");
}

export function define<const Kinds extends readonly Operand[]>(
  name: string,
  operands: Kinds,
  compute: (this: Context, ...args: ValuesOf<Kinds>) => Value | undefined,
): Builtin {
  return { name, operands, call: callOf(name, operands, compute as Compute) };
}

type Compute = (this: Context, ...args: Value[]) => Value | undefined;

/**
 * Checks operands, computes, and charges for text. Generated code passes the location of the call behind the arguments,
 * which some built-ins want to know. Nearly all calls have one or two of these, for which no list is made of them.
 */
function callOf(name: string, operands: readonly Operand[], compute: Compute): BuiltinFunction {
  const masks = operands.map(maskOf);
  const check = (context: Context, i: number, value: Value): void => {
    if (((masks[i] as number) & (1 << typeOrder(value))) === 0) mismatch(i + 1, operands[i] as Operand, value);
    if (typeof value === "string") chargeText(context, value);
  };
  if (masks.length === 1) {
    return (context, value, location) => {
      try {
        check(context, 0, value);
        return charged(context, compute.call(context, value, location));
      } catch (error) {
        return failed(context, name, error, location);
      }
    };
  }
  if (masks.length === 2) {
    return (context, left, right, location) => {
      try {
        check(context, 0, left);
        check(context, 1, right);
        return charged(context, compute.call(context, left, right, location));
      } catch (error) {
        return failed(context, name, error, location);
      }
    };
  }
  return (context, ...args) => {
    try {
      for (let i = 0; i < masks.length; i++) check(context, i, args[i] as Value);
      return charged(context, compute.apply(context, args));
    } catch (error) {
      return failed(context, name, error, args[masks.length]);
    }
  };
}

function charged(context: Context, result: Value | undefined): Value | undefined {
  if (typeof result === "string") chargeText(context, result);
  return result;
}

/** A member of an operand, which holds members of one kind, that is not of it. */
export function mismatchWithin(position: number, composite: Value, wanted: string, member: Value): never {
  const kind = typeName(composite);
  failOperand(position, `must be ${kind} of ${wanted}s but got ${kind} containing ${typeName(member)}`);
}

function maskOf(operand: Operand): number {
  if (operand === "any") return ~0;
  return operand.split("|").reduce((mask, name) => mask | (1 << order[name as TypeName]), 0);
}

const order: Readonly<Record<TypeName, number>> = {
  null: 0,
  boolean: 1,
  number: 2,
  string: 3,
  array: 4,
  object: 5,
  set: 6,
};

/** An operand of a wrong type. `operand` is how its types are called: several are separated by `|`. */
export function mismatch(position: number, operand: string, value: Value): never {
  const names = operand.split("|");
  const wanted = names.length === 1 ? names[0] : `one of {${names.join(", ")}}`;
  failOperand(position, `must be ${wanted} but got ${typeName(value)}`);
}

function failed({ evaluation }: Context, name: string, error: unknown, place: unknown): undefined {
  const failure = isOutOfRange(error) ? new BuiltinFailure(`out of range: ${error.message}`) : error;
  if (!(failure instanceof BuiltinFailure)) throw error;
  const { strict, builtinError } = evaluation;
  if (!strict && builtinError === undefined) return undefined;
  const location = place as Location | undefined;
  const known = new RegoEvaluationError(failure.code, `${name}: ${failure.message}`, { location });
  if (strict) throw known;
  builtinError?.(known);
  return undefined;
}

/** What JavaScript throws for a string, array or number beyond what it can hold. Its stack overflows are no such error. */
function isOutOfRange(error: unknown): error is RangeError {
  return error instanceof RangeError && !error.message.includes("call stack");
}

/** Every built-in pays for its text, in and out; a short one is paid for by the step of its line. */
function chargeText(context: Context, text: string): void {
  if (text.length > 64) charge(context, text.length);
}

/** Charges work that grows with `size`, so that one call cannot escape the step limit. */
export function charge(context: Context, size: number): void {
  context.state.charge(Math.ceil(size / 64));
}
