import type { Location } from "../errors.ts";
import type { Body, Expr, Scalar, Term } from "../syntax/ast.ts";
import { writtenName } from "../syntax/scope.ts";
import { type Known, KnownNames } from "./known-names.ts";
import type { ErrorReport } from "./report.ts";
import { Turns } from "./turns.ts";
import { bodiesOf, isDocument, partsOf, visitExprVars, visitVars } from "./variables.ts";

/** What an expression needs bound before it can run, and what it binds. */
export type Needs = { readonly required: Map<string, Location>; readonly outputs: Set<string> };
/** `enclosed`: what its closures need, which it cannot bind itself: they run before it binds anything. */
type OwnNeeds = Needs & { readonly enclosed: Set<string> };

/**
 * Orders a body so that each expression runs once the variables it needs are bound; otherwise the order written is
 * kept. What can never run is reported as unsafe, and there is no order.
 */
export function orderBody(body: Body, bound: Known, report: ErrorReport): Body | undefined {
  const known = new KnownNames(bound);
  const own = ownVariables(body, bound);
  const ordered = new Set<Expr>();
  const turns = new Turns(body.length);
  for (let turn = turns.take(); turn !== undefined; turn = turns.take()) {
    const expr = body[turn] as Expr;
    if (ordered.has(expr)) continue;
    const needs = needsOf(expr, known, own);
    const missing = missingOf(needs, known);
    if (missing.length > 0) {
      turns.wait(turn, missing);
      continue;
    }
    ordered.add(expr);
    for (const name of needs.outputs) {
      known.add(name);
      turns.wake(name, turn);
    }
  }
  if (ordered.size === body.length) return [...ordered];
  reportUnsafe(
    body.filter((expr) => !ordered.has(expr)),
    known,
    own,
    report,
  );
  return undefined;
}

function missingOf({ required, outputs, enclosed }: OwnNeeds, known: Known): string[] {
  return [...required.keys()].filter((name) => !known.has(name) && (!outputs.has(name) || enclosed.has(name)));
}

/** A variable that an assignment declares is not to blame where another is. */
function reportUnsafe(body: Body, known: Known, own: Known, report: ErrorReport): void {
  const assigned = new Set(body.flatMap((expr) => (expr.kind === "assign" ? namesIn(expr.left) : [])));
  const unsafe = body.flatMap((expr) => {
    return missingOf(needsOf(expr, known, own), known).map((name) => ({ name, loc: expr.loc }));
  });
  const blamed = unsafe.filter(({ name }) => !assigned.has(name));
  for (const { name, loc } of blamed.length > 0 ? blamed : unsafe) {
    report.add("rego_unsafe_var_error", `var ${writtenName(name)} is unsafe`, loc);
  }
}

function namesIn(term: Term): string[] {
  const names: string[] = [];
  visitVars(term, false, ({ name }) => names.push(name));
  return names;
}

/** Variables of the body itself: a closure that uses one of them waits for it. */
function ownVariables(body: Body, bound: Known): Known {
  const own = new KnownNames(bound);
  for (const expr of body) visitExprVars(expr, false, ({ name }) => own.add(name));
  return own;
}

/** `own`: the variables a closure shares with the body around it. */
function needsOf(expr: Expr, known: Known, own: Known): OwnNeeds {
  const needs: OwnNeeds = { required: new Map(), outputs: new Set(), enclosed: new Set() };
  for (const { value } of expr.withs) if (value.kind !== "builtin") valueNeeds(value, known, needs);
  const before = [...needs.required.keys()];
  addClosureNeeds(expr, own, needs);
  addOwnNeeds(expr, known, needs);
  // The values of `with` are there before the expression can bind anything.
  for (const name of before) needs.outputs.delete(name);
  if (!expr.negated) return needs;
  for (const name of needs.outputs) needs.required.set(name, needs.required.get(name) ?? locationOf(expr, name));
  needs.outputs.clear();
  return needs;
}

function addOwnNeeds(expr: Expr, known: Known, needs: Needs): void {
  switch (expr.kind) {
    case "unify":
    case "assign":
      unificationNeeds(expr.left, expr.right, known, needs);
      return;
    case "some-in":
      valueNeeds(expr.domain, known, needs);
      if (expr.key !== undefined) patternNeeds(expr.key, known, needs);
      patternNeeds(expr.value, known, needs);
      return;
    case "every":
      valueNeeds(expr.domain, known, needs);
      return;
    case "term":
      valueNeeds(expr.term, known, needs);
      return;
    default:
  }
}

function locationOf(expr: Expr, name: string): Location {
  let found = expr.loc;
  visitExprVars(expr, false, (variable) => {
    if (variable.name === name) found = variable.loc;
  });
  return found;
}

function addClosureNeeds(expr: Expr, own: Known, needs: OwnNeeds): void {
  const declared = new Set<string>();
  if (expr.kind === "every") for (const variable of [expr.key, expr.value]) if (variable) declared.add(variable.name);
  const direct = new Set<Term>();
  visitExprVars(expr, false, (variable) => direct.add(variable));
  visitExprVars(expr, true, (variable) => {
    const { name, loc } = variable;
    if (!own.has(name) || declared.has(name) || direct.has(variable)) return;
    needs.required.set(name, loc);
    needs.enclosed.add(name);
  });
  for (const body of bodiesOf(expr)) {
    for (const inner of body) {
      visitExprVars(inner, true, ({ name, loc }) => {
        if (own.has(name) && !declared.has(name)) needs.required.set(name, loc);
      });
    }
  }
}

/** A term whose value is needed: variables in brackets of refs are bound by it, all others must be. */
export function valueNeeds(term: Term, known: Known, needs: Needs): void {
  if (term.kind === "var") {
    if (!known.has(term.name) && !needs.required.has(term.name)) needs.required.set(term.name, term.loc);
    return;
  }
  if ("body" in term) return;
  if (term.kind !== "ref") {
    for (const part of partsOf(term)) valueNeeds(part, known, needs);
    return;
  }
  if (!isDocument(term.head)) valueNeeds(term.head, known, needs);
  for (const part of term.path) patternNeeds(part, known, needs);
}

/** A term that is matched with a value: its unbound variables are bound by it. */
function patternNeeds(term: Term, known: Known, needs: Needs): void {
  switch (term.kind) {
    case "var":
      if (!known.has(term.name)) needs.outputs.add(term.name);
      return;
    case "array":
      for (const item of term.items) patternNeeds(item, known, needs);
      return;
    case "object":
      for (const [key, value] of term.entries) {
        valueNeeds(key, known, needs);
        patternNeeds(value, known, needs);
      }
      return;
    default:
      valueNeeds(term, known, needs);
  }
}

function unificationNeeds(left: Term, right: Term, known: Known, needs: Needs): void {
  const bound = new KnownNames(known);
  let pairs: readonly Pair[] = [[left, right]];
  for (;;) {
    const rest = pairs.flatMap((pair) => openPairs(pair, bound, needs));
    if (rest.length === pairs.length && rest.every((pair, i) => pair === pairs[i])) break;
    pairs = rest;
  }
  for (const term of pairs.flat()) valueNeeds(term, bound, needs);
}

type Pair = readonly [Term, Term];

/** What is left to unify of a pair: its parts, itself, or nothing once one side has bound the other. */
function openPairs(pair: Pair, bound: KnownNames, needs: Needs): readonly Pair[] {
  const [a, b] = pair;
  const isBound = (): boolean => bindsOneWay(a, b, bound, needs) || bindsOneWay(b, a, bound, needs);
  return pairwise(a, b) ?? (isBound() ? [] : [pair]);
}

/** Binds the variables of `pattern` when `value` needs nothing that is not bound. */
function bindsOneWay(value: Term, pattern: Term, bound: KnownNames, needs: Needs): boolean {
  const own: Needs = { required: new Map(), outputs: new Set() };
  valueNeeds(value, bound, own);
  if ([...own.required.keys()].some((name) => !bound.has(name) && !own.outputs.has(name))) return false;
  patternNeeds(pattern, bound, own);
  for (const name of own.outputs) {
    bound.add(name);
    needs.outputs.add(name);
  }
  for (const [name, loc] of own.required) if (!bound.has(name)) needs.required.set(name, loc);
  return true;
}

/** Array and object literals of one shape unify part by part. */
export function pairwise(left: Term, right: Term): [Term, Term][] | undefined {
  if (left.kind === "array" && right.kind === "array" && left.items.length === right.items.length) {
    return left.items.map((item, i) => [item, right.items[i] as Term]);
  }
  if (left.kind !== "object" || right.kind !== "object" || left.entries.length !== right.entries.length)
    return undefined;
  const others = new Map<Scalar, Term>();
  for (const [key, value] of right.entries.toReversed()) if (key.kind === "scalar") others.set(key.value, value);
  const pairs: [Term, Term][] = [];
  for (const [key, value] of left.entries) {
    const other = key.kind === "scalar" ? others.get(key.value) : undefined;
    if (other === undefined) return undefined;
    pairs.push([value, other]);
  }
  return pairs;
}
