import type { Choices } from "@sortie/rego/choices";
import type { Syntax } from "../syntax.ts";
import type { Catalog } from "./catalog.ts";
import type { Dialect } from "./dialect.ts";

/**
 * What a generated term may hold. OPA rejects programs whose types cannot fit, so operands are chosen by it; `any` is
 * what OPA knows nothing about.
 */
export type Kind = "any" | "number" | "string" | "boolean" | "array" | "object" | "set";
export type Variable = {
  readonly name: string;
  readonly kind: Kind;
  /** Declared by `some` or `every`: OPA rejects bodies that say nothing more of it. */
  readonly mustBeUsed?: boolean;
};
export type Scope = readonly Variable[];

/** A rule that later rules can name. `path` begins with its package. */
export type Known = {
  readonly path: readonly string[];
  readonly kind: "value" | "set" | "object" | "function";
  readonly arity: number;
};

/** Some lines, with the variables that are bound behind them. */
export type Body = { readonly lines: Syntax; readonly scope: Scope };

/** Terms and bodies contain each other. */
type Parts = {
  readonly term: (maker: Maker, scope: Scope, kind: Kind, depth: number) => Syntax;
  readonly body: (maker: Maker, outer: Scope, most: number) => Body;
};

/** What all makers of one program share. Rules name only rules made before, so that none needs its own value. */
export type Maker = {
  readonly random: Choices;
  readonly catalog: Catalog;
  readonly dialect: Dialect;
  /** The package of the module that is being made. */
  readonly path: readonly string[];
  readonly rules: Known[];
  /** Refs may range over documents; not where a variable cannot be bound. */
  readonly mayRange: boolean;
  /** Names that stand for documents in this module, with the path they stand for. */
  readonly aliases: readonly { readonly name: string; readonly path: readonly string[] }[];
  readonly fresh: () => string;
  readonly parts: Parts;
};

/** How this module can name a rule. */
export function nameOf({ random, path, aliases }: Maker, rule: Known): string {
  const local = path.every((part, i) => rule.path[i] === part) && rule.path.length > path.length;
  if (local && random.chance(0.8)) return rule.path.slice(path.length).join(".");
  const fitting = aliases.filter((alias) => alias.path.every((part, i) => ["data", ...rule.path][i] === part));
  if (fitting.length > 0 && random.chance(0.7)) {
    const alias = random.pick(fitting);
    return [alias.name, ...rule.path.slice(alias.path.length - 1)].join(".");
  }
  return ["data", ...rule.path].join(".");
}

/** Lets later rules know a rule of this module. */
export function know({ rules, path }: Maker, name: string, kind: Known["kind"], arity = 0): void {
  rules.push({ path: [...path, ...name.split(".")], kind, arity });
}

export function knownRule({ random, rules }: Maker, kind: Known["kind"]): Known | undefined {
  const fitting = rules.filter((rule) => rule.kind === kind);
  return fitting.length === 0 ? undefined : random.pick(fitting);
}
