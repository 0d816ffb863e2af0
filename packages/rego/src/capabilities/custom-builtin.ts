import { type Builtin, charge, define, fail, type Operand } from "../builtins/define.ts";
import { weight } from "../builtins/weight.ts";
import { type Location, RegoBuiltinError } from "../errors.ts";
import { fromJson } from "../values/from-json.ts";
import { toJson } from "../values/json.ts";

/** What a built-in knows of its call besides the operands. */
export type BuiltinCall = {
  /** Where the call stands, if it is in a policy. */
  readonly location: Location | undefined;
  /** Charges work to the limits of the evaluation, in characters. Operands and result are charged in any case. */
  readonly charge: (characters: number) => void;
};

/**
 * A built-in of the program that embeds policies. `operands` are the types of its operands, such as `string` or
 * `array|set`; `arity` says only how many there are. `evaluate` is given JSON values, sets as arrays in Rego's order;
 * it returns a JSON value, a `Set` for a Rego set, or undefined for no value. It answers at once, and the same for the
 * same operands all through an evaluation. A `RegoBuiltinError` that it throws is an error of the built-in, as OPA's
 * own have; what else it throws ends the evaluation as it is.
 */
export type CustomBuiltin = ({ readonly operands: readonly Operand[] } | { readonly arity: number }) & {
  readonly evaluate: (operands: readonly unknown[], call: BuiltinCall) => unknown;
};

/** Built-ins by the name that policies call, dots included. One with the name of an own built-in takes its place. */
export type CustomBuiltins = Readonly<Record<string, CustomBuiltin>>;

export function builtinOf(name: string, custom: CustomBuiltin): Builtin {
  const operands = "operands" in custom ? custom.operands : Array.from({ length: custom.arity }, (): Operand => "any");
  return define(name, operands, function (...given) {
    // Generated code passes the location behind the operands.
    const values = given.slice(0, operands.length);
    for (const value of values) charge(this, weight(value));
    const call: BuiltinCall = {
      location: given[operands.length] as Location | undefined,
      charge: (characters) => charge(this, characters),
    };
    const result = evaluated(
      custom,
      values.map((value) => toJson(value)),
      call,
    );
    if (result === undefined) return undefined;
    const value = fromJson(result);
    charge(this, weight(value));
    return value;
  });
}

function evaluated({ evaluate }: CustomBuiltin, operands: readonly unknown[], call: BuiltinCall): unknown {
  try {
    return evaluate(operands, call);
  } catch (error) {
    if (error instanceof RegoBuiltinError) return fail(error.message);
    throw error;
  }
}
