import type { BuiltinTable } from "../capabilities/builtin-table.ts";
import { declaredNames, signatureOf } from "../types/builtin-types.ts";
import { anyType, type FunctionType, functionOf } from "../types/types.ts";

/** The types of the built-ins that a compilation knows. */
export type KnownBuiltins = {
  /** All that policies may call, and what the language itself calls. */
  readonly names: () => Iterable<string>;
  /** Undefined for a name that is none. */
  readonly typeOf: (name: string) => FunctionType | undefined;
};

/** Built-ins of the embedding program take and give anything, as far as is known here. */
export function knownBuiltins(
  table: Pick<BuiltinTable, "has" | "arity">,
  added: readonly string[] = [],
): KnownBuiltins {
  const types = new Map<string, FunctionType | undefined>();
  const find = (name: string): FunctionType | undefined => {
    if (!table.has(name)) return internal.has(name) ? signatureOf(name) : undefined;
    const declared = signatureOf(name);
    const arity = table.arity(name);
    if (declared !== undefined && (declared.args.length === arity || declared.variadic !== undefined)) return declared;
    return functionOf(
      Array.from({ length: arity }, () => anyType),
      anyType,
    );
  };
  return {
    names: () => new Set([...declaredNames(), ...added]),
    typeOf: (name) => {
      if (!types.has(name)) types.set(name, find(name));
      return types.get(name);
    },
  };
}

/** What the language itself is made of, whatever a policy may call. */
const internal = new Set([
  "eq",
  "assign",
  "print",
  "rego.metadata.chain",
  "rego.metadata.rule",
  "internal.print",
  "internal.template_string",
]);
