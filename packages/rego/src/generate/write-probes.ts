import { type Clause, pathText, type RuleGroup } from "../analyse/program.ts";
import { visitExprVars, visitVars } from "../analyse/variables.ts";
import type { Location } from "../errors.ts";
import type { Probes } from "../runtime/probes.ts";
import type { Body, Expr, Term } from "../syntax/ast.ts";
import { writtenName } from "../syntax/scope.ts";
import type { Site, Unit } from "./site.ts";

/**
 * Where a policy is compiled to be traced, these write the calls of the tracer into generated code. Elsewhere they write
 * nothing.
 */
type Probed = Site & { readonly unit: Unit & { readonly probes: Probes } };

function isProbed(site: Site): site is Probed {
  return site.unit.probes !== undefined;
}

/** The statements every traced function starts with. */
export function traceStart({ probes, code }: Unit): void {
  if (probes !== undefined) code.push("const T = c.evaluation.tracer;", "let claims;");
}

/** A query, or a body nested in an expression: a frame of its own. */
export function enterBody(site: Site, body: Body): void {
  if (isProbed(site)) site.unit.code.push(`T.enter(${site.unit.probes.body(body)});`);
}

export function enterRule(site: Site, group: RuleGroup, { loc }: Clause): void {
  if (isProbed(site)) site.unit.code.push(`T.enter(${site.unit.probes.rule(loc, pathText(group.path))});`);
}

/** A definition has a value; all that have one must have the same. */
export function claimValue(site: Site, group: RuleGroup, { loc }: Clause, value: string, claims = "claims"): void {
  if (!isProbed(site)) return;
  const id = site.unit.probes.rule(loc, pathText(group.path));
  site.unit.code.push(`${claims} = T.claim(${claims}, ${id}, ${value});`);
}

/** Ends the evaluation where definitions disagree. `message`: a JavaScript expression for what is said of it. */
export function settleClaims({ code, probes }: Unit, message: string, claims = "claims"): void {
  if (probes !== undefined) code.push(`T.settle(${claims}, ${message});`);
}

export function exitFrame(site: Site): void {
  if (isProbed(site)) site.unit.code.push("T.exit();");
}

/** Written behind the block of what was entered, and before every statement that leaves it otherwise. */
export function leaveFrame(site: Site): void {
  if (isProbed(site)) site.unit.code.push("T.leave();");
}

/** An expression of a body: that it is evaluated, fails, or holds once more. */
export function probeExpression(site: Site, expr: Expr, write: () => void): void {
  if (!isProbed(site)) {
    write();
    return;
  }
  const names = new Set<string>();
  visitExprVars(expr, true, ({ name }) => names.add(name));
  const isDeclaration = expr.kind === "some-in";
  probe(site, { location: expr.loc, kind: "expression", names: [...names], isDeclaration }, write);
}

/**
 * The value or member in a rule's head, as a JavaScript expression. Without a body it is what the rule evaluates; the
 * keyword `default`, or the name of a set, stands for the body then.
 */
export function probeValue(site: Site, { loc, body }: Clause, term: Term): string {
  const { emit } = site.unit;
  const isPlain = term.kind === "var" || term.kind === "scalar";
  if (!isProbed(site) || (isPlain && body.length > 0)) return emit.term(site, term);
  const names = new Set<string>();
  visitVars(term, true, ({ name }) => names.add(name));
  const kind = site.unit.probes.has("expression", loc) ? "expression" : "value";
  const location = kind === "expression" ? loc : term.loc;
  let value = "";
  probe(site, { location, kind, names: [...names], isDeclaration: body.length > 0 }, () => {
    value = emit.term(site, term);
  });
  return value;
}

type Probing = {
  readonly location: Location;
  readonly kind: "expression" | "value";
  readonly names: readonly string[];
  readonly isDeclaration: boolean;
};

function probe(site: Probed, { location, kind, names, isDeclaration }: Probing, write: () => void): void {
  const { code, probes } = site.unit;
  const bound = names.filter((name) => site.bound.has(name) && !name.startsWith("$"));
  const id = probes.expression({ location, kind, variables: bound.map(writtenName), isDeclaration });
  const held = code.fresh("n");
  code.push(`let ${held} = 0;`, `T.eval(${[id, ...bound.map((name) => site.bound.get(name))].join(", ")});`);
  const { fail } = site;
  const failing = `{ T.fail(${id}); ${fail} }`;
  const open = site.closers.length;
  site.fail = failing;
  write();
  if (site.fail === failing) site.fail = fail;
  code.push(`T.hold(${id}, ${held}++);`);
  if (site.closers.length > open) site.closers[open] = `} if (${held} === 0) T.fail(${id});`;
}
