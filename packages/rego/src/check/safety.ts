import { type Known, KnownNames } from "../analyse/known-names.ts";
import type { Body, Expr } from "../tree/tree.ts";
import { isComprehension, type TreeNode, visit } from "../tree/visit.ts";
import { hasNoClosure, neededBy } from "./safety-needs.ts";
import { SafetyOrder, type Unsafe } from "./safety-order.ts";
import { type Arity, outputsOf } from "./safety-outputs.ts";
import { collect, nothing, ofExpression, variablesOfTerms } from "./variables.ts";

type Names = ReadonlySet<string>;

/**
 * Orders a body so that each expression comes after those that bind what it needs; otherwise the order written is kept.
 * Bodies inside it are ordered in place. `globals`: variables bound around the body.
 */
export function orderForSafety(
  body: Body,
  globals: Known,
  arity: Arity,
): { readonly body: Body; readonly unsafe: Unsafe } {
  if (isInOrder(body, globals, arity)) return { body, unsafe: new Map() };
  const order = new SafetyOrder(arity, body, globals);
  const ordered = order.ordered();
  new ClosureOrder(arity, order.unsafe, new KnownNames(globals)).body(ordered);
  return { body: ordered, unsafe: order.unsafe };
}

/** Whether a body is in order as it is written: most are, and nothing has to be kept to see that. */
function isInOrder(body: Body, globals: Known, arity: Arity): boolean {
  const bound = new KnownNames(globals);
  for (const expr of body) {
    if (!hasNoClosure(expr)) return false;
    const outputs = outputsOf(expr, arity, bound);
    for (const name of outputs) bound.add(name);
    let isSafe = true;
    collect(expr, ofExpression, (name) => {
      isSafe &&= bound.has(name);
    });
    if (!isSafe) return false;
  }
  return true;
}

const none: Names = new Set();

/** Orders the bodies inside an ordered one, each with the variables bound before it. */
class ClosureOrder {
  private readonly arity: Arity;
  private readonly unsafe: Unsafe;
  private readonly globals: KnownNames;

  constructor(arity: Arity, unsafe: Unsafe, globals: KnownNames) {
    this.arity = arity;
    this.unsafe = unsafe;
    this.globals = globals;
  }

  body(body: Body): void {
    const last = body.findLastIndex((expr) => !hasNoClosure(expr));
    for (const [i, expr] of body.slice(0, last + 1).entries()) {
      if (i > 0) for (const name of neededBy(body[i - 1] as Expr, this.arity)) this.globals.add(name);
      if (!hasNoClosure(expr)) this.within(expr, expr);
    }
  }

  private within(node: TreeNode, current: Expr): void {
    visit(node, (part) => {
      if (part.kind === "expr") return this.expr(part, current);
      if (part.kind === "with" || !isComprehension(part)) return false;
      const heads = part.kind === "object-comprehension" ? [part.key, part.value] : [part.head];
      part.body = this.inner(part.body, variablesOfTerms(heads, nothing), current);
      return true;
    });
  }

  private expr(expr: Expr, current: Expr): boolean {
    switch (expr.form) {
      case "every":
        for (const term of [expr.key, expr.value]) if (term?.kind === "var") this.globals.add(term.name);
        expr.body = this.inner(expr.body, none, current);
        return true;
      case "not":
        expr.body = this.inner(expr.body, none, current);
        return true;
      case "logical":
        expr.left = this.inner(expr.left, none, current);
        expr.right = this.inner(expr.right, none, current);
        return true;
      default:
        return false;
    }
  }

  private inner(body: Body, heads: Names, current: Expr): Body {
    const unbound = [...heads].filter((name) => !this.globals.has(name));
    if (unbound.length > 0) {
      const own = new Set<string>();
      for (const expr of body) for (const name of neededBy(expr, this.arity)) own.add(name);
      for (const name of unbound) if (!own.has(name)) addTo(this.unsafe, current, name);
    }
    const { body: ordered, unsafe } = orderForSafety(body, this.globals, this.arity);
    if (unsafe.size === 0) return ordered;
    for (const [expr, names] of unsafe) for (const name of names) addTo(this.unsafe, expr, name);
    return body;
  }
}

function addTo(unsafe: Unsafe, expr: Expr, name: string): void {
  const names = unsafe.get(expr);
  if (names === undefined) unsafe.set(expr, new Set([name]));
  else names.add(name);
}
