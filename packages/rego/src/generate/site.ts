import type { Program, RuleGroup, RuleNode } from "../analyse/program.ts";
import type { ErrorReport } from "../analyse/report.ts";
import type { Probes } from "../runtime/probes.ts";
import type { Body, Term } from "../syntax/ast.ts";
import { Bindings } from "./bindings.ts";
import type { Code } from "./code.ts";
import type { Necessities } from "./necessities.ts";

/** The parts of the generator that call each other; joined in `generate.ts`. */
export type Emit = {
  /**
   * Writes the code that evaluates a term and returns a JavaScript expression for its value, which is never undefined:
   * where the term is undefined the code has failed. Unbound variables in brackets of refs open loops.
   */
  readonly term: (site: Site, term: Term) => string;
  /** Several terms; one that needs variables bound by another comes after it. */
  readonly terms: (site: Site, terms: readonly Term[]) => string[];
  /** Writes the code that matches a value with a pattern and binds the pattern's unbound variables. */
  readonly match: (site: Site, pattern: Term, value: string) => void;
  /** Writes a body as a block of its own; `found` writes what happens for each of its solutions. */
  readonly solutions: (outer: Site, body: Body, found: (site: Site) => void) => void;
};

/** What the generator of a unit knows throughout. */
export type Unit = {
  readonly code: Code;
  readonly emit: Emit;
  readonly program: Program;
  readonly report: ErrorReport;
  /** Functions, by name, that some `with` replaces: calls to them look for a replacement. */
  readonly mockable: ReadonlySet<string>;
  /** JavaScript expressions for the function of a rule group and for a place in the rule tree. */
  readonly ruleName: (group: RuleGroup) => string;
  readonly nodeName: (node: RuleNode) => string;
  readonly necessities: Necessities;
  /** Given where the code is to report what it evaluates. */
  readonly probes: Probes | undefined;
};

/**
 * A place in generated code where the next expression of a body goes. Code of a body is flat: an expression that fails
 * jumps with `fail`, and loops stay open until the body ends.
 */
export type Site = {
  readonly unit: Unit;
  /** JavaScript names of the Rego variables bound so far. */
  readonly bound: Bindings;
  /** The statement that goes on to the next candidate. */
  fail: string;
  /** Ends the whole body. */
  readonly exit: string;
  /** The name of the evaluation context. */
  context: string;
  /** What closes the loops that are open. */
  readonly closers: string[];
  /** Index of the rule the code belongs to; -1 in a query. */
  readonly rule: number;
  /** Whether the order of solutions can be seen, as in an array; loops then run in Rego's order, which has to be made. */
  readonly ordered: boolean;
};

/** The same place, for a body whose solutions go where nothing tells their order, or where something does. */
export function inOrder(site: Site, ordered: boolean): Site {
  const { probes, program } = site.unit;
  return { ...site, ordered: ordered || probes !== undefined || program.prints };
}

/** The runtime's functions for the members and the keys that a loop runs over. */
export function listing({ ordered }: Site): { readonly values: string; readonly keys: string } {
  return ordered ? { values: "values", keys: "keysIfAny" } : { values: "anyValues", keys: "anyKeys" };
}

/** V8 gives up on fewer loops within each other, with the stack it has by default, after it has read them all. */
const mostLoops = 1000;

/** Opens a labelled block for a body, lets `fill` write it, and closes its loops. */
export function block(outer: Site, fill: (site: Site) => void): void {
  const { code } = outer.unit;
  const label = code.fresh("b");
  const exit = `break ${label};`;
  const site: Site = { ...outer, bound: new Bindings(outer.bound), fail: exit, exit, closers: [] };
  code.push(`${label}: {`);
  fill(site);
  code.push(...site.closers.toReversed(), "}");
}

/** Opens a loop that stays open until the body ends. `header` is everything between `for (` and `)`. */
export function openLoop(site: Site, header: string): void {
  const { code } = site.unit;
  const label = code.fresh("l");
  code.push(`${label}: for (${header}) {`, "if (--S.fuel < 0) S.refuel();");
  if (site.closers.push("}") > mostLoops) throw new RangeError("too many loops within each other");
  site.fail = `continue ${label};`;
}

/** Declares a JavaScript constant and returns its name. */
export function declare(site: Site, expression: string, prefix = "t"): string {
  const name = site.unit.code.fresh(prefix);
  site.unit.code.push(`const ${name} = ${expression};`);
  return name;
}

/** Declares a constant and fails when it is undefined. */
export function declareDefined(site: Site, expression: string): string {
  return requireDefined(site, declare(site, expression));
}

/** Fails when a constant is undefined. */
export function requireDefined(site: Site, name: string): string {
  site.unit.code.push(`if (${name} === undefined) ${site.fail}`);
  return name;
}

export function require(site: Site, condition: string): void {
  site.unit.code.push(`if (!(${condition})) ${site.fail}`);
}

export function bind(site: Site, name: string, value: string): void {
  site.bound.set(name, value);
}

/** Where the code of a rule begins. */
export function ruleSite(unit: Unit, group: RuleGroup): Site {
  const exit = "return undefined;";
  const site = { unit, bound: new Bindings(), fail: exit, exit, context: "c", closers: [], rule: group.index };
  return inOrder({ ...site, ordered: false }, false);
}
