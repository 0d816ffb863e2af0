import type { Builtin, BuiltinFunction } from "../builtins/define.ts";
import { builtinNamed } from "../builtins/signatures.ts";
import { type Capabilities, defaultCapabilities } from "./capabilities.ts";
import { builtinOf, type CustomBuiltins } from "./custom-builtin.ts";

/** The built-ins that the policies of one compilation may call. */
export type BuiltinTable = {
  readonly has: (name: string) => boolean;
  /** How many operands a built-in takes; -1 for a name that is none. */
  readonly arity: (name: string) => number;
  /** What generated code calls. Throws for a name that is none, which the compiler never asks for. */
  readonly lookUp: (name: string) => BuiltinFunction;
};

export function builtinTable({ builtins }: Capabilities, custom: CustomBuiltins): BuiltinTable {
  const added = new Map(Object.entries(custom).map(([name, builtin]) => [name, builtinOf(name, builtin)]));
  const find = (name: string): Builtin | undefined =>
    added.get(name) ?? (builtins.has(name) ? builtinNamed(name) : undefined);
  return {
    has: (name) => find(name) !== undefined,
    arity: (name) => find(name)?.operands.length ?? -1,
    lookUp: (name) => {
      const builtin = find(name);
      if (builtin === undefined) throw new TypeError(`no built-in ${name}`);
      return builtin.call;
    },
  };
}

/** The built-ins of a compilation without options. */
export const defaultBuiltins: BuiltinTable = builtinTable(defaultCapabilities, {});
