import { type Known, KnownNames } from "../analyse/known-names.ts";
import { Turns } from "../analyse/turns.ts";
import { areEqual } from "./equal-parts.ts";
import { type Arity, outputsOf, outputsOfEquality } from "./safety-outputs.ts";
import { type Body, type Expr, isEquality, plainOperator, type Term } from "./tree.ts";
import {
  collect,
  nothing,
  ofExpression,
  type Skip,
  variablesOf,
  variablesOfBody,
  variablesOfTerms,
} from "./variables.ts";
import { type Closure, isComprehension, type TreeNode, visit, visitClosures } from "./visit.ts";

type Names = ReadonlySet<string>;
/** Variables that stay unbound, by the expression that needs them. */
export type Unsafe = Map<Expr, Set<string>>;

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

class SafetyOrder {
  readonly unsafe: Unsafe = new Map();
  private readonly arity: Arity;
  private readonly body: Body;
  private readonly globals: Known;
  private readonly own = new Set<string>();
  private readonly safe = new Set<string>();
  private readonly closedOver = new Map<Expr, Names>();

  constructor(arity: Arity, body: Body, globals: Known) {
    this.arity = arity;
    this.body = body;
    this.globals = globals;
    const needs = body.map((expr) => neededBy(expr, arity));
    for (const names of needs) for (const name of names) this.own.add(name);
    for (const name of this.own) if (globals.has(name)) this.safe.add(name);
    for (const [i, expr] of body.entries()) {
      const names = needs[i] as Set<string>;
      for (const name of names) if (this.safe.has(name)) names.delete(name);
      if (names.size > 0) this.unsafe.set(expr, names);
    }
  }

  ordered(): Body {
    const ordered: Body = [];
    const turns = new Turns(this.body.length);
    // What waits for several names is woken by each of them.
    const placed = new Set<number>();
    for (let turn = turns.take(); turn !== undefined; turn = turns.take()) {
      if (placed.has(turn)) continue;
      const expr = this.body[turn] as Expr;
      if (isPlacedTwin(expr, ordered[turn])) continue;
      const outputs = this.outputsIfSafe(expr);
      if (outputs === undefined) {
        turns.wait(turn, this.awaited(expr));
        continue;
      }
      placed.add(turn);
      ordered.push(expr);
      for (const name of outputs) {
        if (this.safe.has(name)) continue;
        this.safe.add(name);
        turns.wake(name, turn);
      }
    }
    return ordered;
  }

  /** What an expression binds, once it can be evaluated; undefined before. */
  private outputsIfSafe(expr: Expr): Names | undefined {
    const outputs = outputsOf(expr, this.arity, this.safe);
    if (!this.noteClosedOver(expr, outputs)) return undefined;
    const open = this.unsafe.get(expr);
    for (const name of open ?? []) if (outputs.has(name) || this.safe.has(name)) open?.delete(name);
    if (open !== undefined && open.size > 0) return undefined;
    this.unsafe.delete(expr);
    return outputs;
  }

  /**
   * The names of which one has to be bound before another try can end otherwise. Those it could bind itself are among
   * them: `[[v], v.x] = [input, y]` binds y only once something else has bound v.
   */
  private awaited(expr: Expr): Iterable<string> {
    return [...neededBy(expr, this.arity), ...this.sharedWithClosures(expr)].filter((name) => !this.safe.has(name));
  }

  /** Closures need the variables they share with the body to be bound by then. False where one binds its own. */
  private noteClosedOver(expr: Expr, outputs: Names): boolean {
    const shared = this.sharedWithClosures(expr);
    if (shared.size === 0) return true;
    if (shared.size === outputs.size && shared.isSubsetOf(outputs)) return false;
    this.unsafe.set(expr, new Set(shared));
    return true;
  }

  private sharedWithClosures(expr: Expr): Names {
    let shared = this.closedOver.get(expr);
    if (shared === undefined) {
      const inside = hasNoClosure(expr) ? none : variablesInClosures(expr);
      shared = inside.size === 0 ? none : this.ownOf(inside);
      this.closedOver.set(expr, shared);
    }
    return shared;
  }

  /** Of some names those that the body has to bind itself. */
  private ownOf(names: Names): Names {
    return new Set([...names].filter((name) => this.own.has(name) && !this.globals.has(name)));
  }
}

/**
 * OPA takes an expression for one that has its place if an equal one has got the position at which this one is written.
 * It never comes to its turn then, and the variables it waits for stay unsafe.
 */
function isPlacedTwin(expr: Expr, placed: Expr | undefined): boolean {
  return placed !== undefined && placed !== expr && areEqual(placed, expr);
}

/** Variables an expression needs or binds itself; of bodies without braces those that nothing in them binds. */
function neededBy(expr: Expr, arity: Arity): Set<string> {
  const names = variablesOf(expr, ofExpression);
  const bodies: Body[] = [];
  if (expr.form === "not" && !expr.explicit) bodies.push(expr.body);
  if (expr.form === "logical" && !expr.explicitLeft) bodies.push(expr.left);
  if (expr.form === "logical" && !expr.explicitRight) bodies.push(expr.right);
  for (const body of bodies) for (const name of unboundInImplicit(body, arity)) names.add(name);
  return names;
}

const ofOperands: Skip = { refHeads: true, objectKeys: true, closures: true, sets: true };

/** Of one line all variables; of several those that none binds, or that only one mentions. */
function unboundInImplicit(body: Body, arity: Arity): Names {
  const uses = new Map<string, number>();
  for (const expr of body) {
    for (const name of variablesOf(expr, ofExpression)) uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  if (body.length === 1) return new Set(uses.keys());
  const bound = boundByEqualities(body, uses.keys());
  for (const expr of body) {
    const [operator] = expr.form === "call" ? expr.terms : [];
    if (expr.form !== "call" || plainOperator(expr) === "eq" || operator?.kind !== "ref") continue;
    const inputs = arity(operator.terms) + 1;
    if (inputs >= 1) variablesOfTerms(expr.terms.slice(inputs), ofOperands, bound);
  }
  return new Set([...uses].filter(([name, count]) => !bound.has(name) || count === 1).map(([name]) => name));
}

function boundByEqualities(body: Body, names: Iterable<string>): Set<string> {
  const safe = new Set([...names, "data", "input"]);
  const equalities = body.filter(isEquality);
  for (const { terms } of equalities) {
    for (const side of terms.slice(1)) if (side.kind === "var") safe.delete(side.name);
  }
  const bound = new Set<string>();
  for (let size = -1; size < bound.size; ) {
    size = bound.size;
    for (const expr of equalities) {
      for (const name of outputsOfEquality(expr, safe)) {
        bound.add(name);
        safe.add(name);
      }
    }
  }
  return bound;
}

const none: Names = new Set();

/** Most expressions are terms and calls of names, constants and plain refs. */
function hasNoClosure(expr: Expr): boolean {
  if (expr.withs.length > 0) return false;
  if (expr.form === "term") return isPlain(expr.term);
  if (expr.form !== "call") return false;
  for (let i = 1; i < expr.terms.length; i++) if (!isPlain(expr.terms[i] as Term)) return false;
  return true;
}

function isPlain(term: Term): boolean {
  return term.kind === "ref" ? term.terms.every(isLeaf) : isLeaf(term);
}

function isLeaf({ kind }: Term): boolean {
  return kind === "var" || kind === "scalar";
}

function variablesInClosures(expr: Expr): Set<string> {
  const names = new Set<string>();
  visitClosures(expr, (closure) => {
    addAll(closure, names);
    return true;
  });
  return names;
}

function addAll(closure: Closure, names: Set<string>): void {
  if (closure.kind !== "expr") collect(closure, nothing, (name) => names.add(name));
  else if (closure.form === "logical") variablesOfBody([...closure.left, ...closure.right], nothing, names);
  else variablesOfBody(closure.body, nothing, names);
}

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
