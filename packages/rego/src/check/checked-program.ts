import type { KnownBuiltins } from "../type-check/known-builtins.ts";
import type { RuleTree } from "../type-check/rule-tree.ts";
import type { TypeChecker } from "../type-check/type-checker.ts";
import type { Arity } from "./safety-outputs.ts";
import type { Schemas } from "./schemas.ts";

export type CheckOptions = {
  /** How many errors are reported at most; zero for all. */
  readonly maxErrors: number;
  /** Reports what is allowed and suspicious: unused variables, arguments and imports, names of root documents. */
  readonly isStrict: boolean;
  /** What is known of documents. */
  readonly schemas?: Schemas;
  readonly builtins: KnownBuiltins;
};

/** What checked modules say about queries over them. */
export type CheckedProgram = {
  readonly tree: RuleTree;
  readonly arity: Arity;
  readonly types: TypeChecker;
  readonly builtins: KnownBuiltins;
  readonly rulesOf: (packagePath: readonly string[]) => ReadonlySet<string>;
  /** What the authors wrote, by the names of renamed variables. */
  readonly written: ReadonlyMap<string, string>;
  readonly isStrict: boolean;
  readonly maxErrors: number;
};
