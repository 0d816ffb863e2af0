import type { Definition, DirectiveDefinition } from "./tree.ts";

/** A schema with its types and directives by name, extensions merged in. */
export type Schema = {
  readonly types: ReadonlyMap<string, Definition>;
  readonly directives: ReadonlyMap<string, DirectiveDefinition>;
  /** Names of the types at the root of each operation. */
  readonly roots: ReadonlyMap<string, string>;
  /** Object types that a type stands for: itself, its implementations, or the members of a union. */
  readonly possibleTypes: (name: string) => ReadonlySet<string>;
};
