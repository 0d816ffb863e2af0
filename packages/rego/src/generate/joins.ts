import { isDocument } from "../analyse/variables.ts";
import type { Body, Expr, RefTerm, SomeInExpr, Term, VarTerm } from "../syntax/ast.ts";
import type { Site } from "./site.ts";

/** An equality that a member of a list must satisfy: `member.path == key`, where the key is known before the loop. */
export type JoinCondition = { readonly path: readonly string[]; readonly key: Term };

/** `x := list[_]` as `some x in list`, the form whose members can be looked up. */
export function asIteration(site: Site, expr: Expr): Expr {
  if ((expr.kind !== "assign" && expr.kind !== "unify") || expr.negated || expr.withs.length > 0) return expr;
  const { left, right } = expr;
  if (left.kind !== "var" || site.bound.has(left.name) || right.kind !== "ref") return expr;
  const key = right.path.at(-1);
  const isOpen = key?.kind === "var" && !site.bound.has(key.name) && key.name !== left.name;
  if (!isOpen || !isPlainRef(site, right, right.path.slice(0, -1))) return expr;
  const domain: Term = { ...right, path: right.path.slice(0, -1) };
  const isNamed = !key.name.startsWith("$");
  return { ...expr, kind: "some-in", key: isNamed ? key : undefined, value: left, domain };
}

/** A ref into the input or a variable's value along constant names: reading it early has no effect. */
export function isPlainRef(site: Site, { head }: RefTerm, path: readonly Term[]): boolean {
  const isInput = isDocument(head) && head.kind === "var" && head.name === "input";
  const isVariable = head.kind === "var" && site.bound.has(head.name);
  return (isInput || isVariable) && path.every((part) => part.kind === "scalar" && typeof part.value === "string");
}

/** Equalities among the lines after an iteration that its member has to satisfy. */
export function joinConditions(site: Site, { value }: SomeInExpr, following: Body): JoinCondition[] {
  if (value.kind !== "var" || site.bound.has(value.name)) return [];
  return following.flatMap((expr) => {
    const sides = equalitySides(site, expr);
    if (sides === undefined) return [];
    return [sides, [sides[1], sides[0]] as const].flatMap(([member, key]) => {
      const path = pathBelow(value, member);
      return path !== undefined && isEarly(site, key) ? [{ path, key }] : [];
    });
  });
}

export function equalitySides(site: Site, expr: Expr): readonly [Term, Term] | undefined {
  if (expr.negated || expr.withs.length > 0) return undefined;
  if (expr.kind === "unify" || expr.kind === "assign") return [expr.left, expr.right];
  if (expr.kind !== "term" || expr.term.kind !== "call" || site.unit.mockable.has("equal")) return undefined;
  const { callee, args } = expr.term;
  const [left, right] = args;
  const isEquality = callee.kind === "builtin" && callee.name === "equal" && left !== undefined && right !== undefined;
  return isEquality ? [left, right] : undefined;
}

/** The constant names that lead from the loop's variable to a term. */
function pathBelow({ name }: VarTerm, term: Term): string[] | undefined {
  if (term.kind !== "ref" || term.head.kind !== "var" || term.head.name !== name) return undefined;
  const names = term.path.map((part) =>
    part.kind === "scalar" && typeof part.value === "string" ? part.value : undefined,
  );
  return names.every((part) => part !== undefined) ? names : undefined;
}

function isEarly(site: Site, key: Term): boolean {
  if (key.kind === "scalar") return typeof key.value !== "object" || key.value === null;
  if (key.kind === "var") return site.bound.has(key.name);
  return key.kind === "ref" && isPlainRef(site, key, key.path);
}
