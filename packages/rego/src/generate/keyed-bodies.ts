import { orderBody } from "../analyse/order.ts";
import { ErrorReport } from "../analyse/report.ts";
import { isDocument, visitExprVars, visitVars } from "../analyse/variables.ts";
import type { Body, Comprehension, Expr, Term, VarTerm } from "../syntax/ast.ts";
import { equalitySides, isPlainRef } from "./joins.ts";
import type { Site, Unit } from "./site.ts";

/**
 * A comprehension's body in which equalities with what is bound around it are left out: `x.kind == y.kind` has become
 * `$k = x.kind`. Its solutions are found once; `keys` say which of them belong to each `y`.
 */
export type KeyedBody = {
  readonly body: Body;
  /** By position: the variable that has the value in a solution, and what it has to be equal to. */
  readonly names: readonly VarTerm[];
  readonly keys: readonly Term[];
  /** Variables bound around the body on which it depends otherwise. */
  readonly others: readonly string[];
};

type Key = { readonly own: Term; readonly outer: Term };

/** Undefined for a body that is looked at anew each time. */
export function keyedBody(site: Site, term: Comprehension): KeyedBody | undefined {
  if (isObservable(site.unit)) return undefined;
  const names: VarTerm[] = [];
  const keys: Term[] = [];
  const body = term.body.map((expr): Expr => {
    const key = keyIn(site, expr);
    if (key === undefined) return expr;
    const name: VarTerm = { kind: "var", name: `$${site.unit.code.fresh("q")}`, loc: expr.loc };
    names.push(name);
    keys.push(key.outer);
    return { kind: "unify", left: name, right: key.own, negated: false, withs: [], loc: expr.loc };
  });
  if (keys.length === 0 || !body.some((expr) => ranges(site, expr))) return undefined;
  // Where the equality was what bound a variable, the body does not stand without it.
  if (orderBody(body, site.bound, new ErrorReport(Number.POSITIVE_INFINITY)) === undefined) return undefined;
  return { body, names, keys, others: boundAround(site, term, body) };
}

/** Whether somebody can see how often and for what a body is evaluated, apart from its value and its cost. */
export function isObservable({ probes, program }: Unit): boolean {
  const isRemote = program.builtins.has("http.send") || program.builtins.has("net.lookup_ip_addr");
  return probes !== undefined || program.prints || isRemote;
}

function keyIn(site: Site, expr: Expr): Key | undefined {
  const sides = expr.kind === "assign" ? undefined : equalitySides(site, expr);
  if (sides === undefined) return undefined;
  const [left, right] = sides;
  if (isAround(site, left) && isOwn(site, right)) return { own: right, outer: left };
  return isAround(site, right) && isOwn(site, left) ? { own: left, outer: right } : undefined;
}

/** A variable that is bound around the body, or a path of constant names in one. */
function isAround(site: Site, term: Term): boolean {
  if (term.kind === "var") return site.bound.has(term.name);
  return term.kind === "ref" && !isDocument(term.head) && isPlainRef(site, term, term.path);
}

/** A term of which something is known only inside the body. */
function isOwn(site: Site, term: Term): boolean {
  let isFound = false;
  visitVars(term, true, ({ name }) => {
    isFound ||= !site.bound.has(name);
  });
  return isFound;
}

/** Whether a line of a body has a loop, without which there is nothing to spare. */
function ranges(site: Site, expr: Expr): boolean {
  if (expr.kind === "some-in") return true;
  if (expr.kind !== "unify" && expr.kind !== "assign") return false;
  return [expr.left, expr.right].some(
    (term) => term.kind === "ref" && term.path.some((part) => part.kind === "var" && !site.bound.has(part.name)),
  );
}

function boundAround(site: Site, term: Comprehension, body: Body): string[] {
  const names = new Set<string>();
  const visit = ({ name }: VarTerm): void => {
    if (site.bound.has(name)) names.add(name);
  };
  const heads = term.kind === "object-comprehension" ? [term.key, term.value] : [term.head];
  for (const head of heads) visitVars(head, true, visit);
  for (const expr of body) visitExprVars(expr, true, visit);
  return [...names];
}
