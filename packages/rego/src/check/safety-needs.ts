import { type Body, type Expr, isEquality, plainOperator, type Term } from "../tree/tree.ts";
import { type Closure, visitClosures } from "../tree/visit.ts";
import { type Arity, outputsOfEquality } from "./safety-outputs.ts";
import {
  collect,
  nothing,
  ofExpression,
  type Skip,
  variablesOf,
  variablesOfBody,
  variablesOfTerms,
} from "./variables.ts";

type Names = ReadonlySet<string>;

/** Variables an expression needs or binds itself; of bodies without braces those that nothing in them binds. */
export function neededBy(expr: Expr, arity: Arity): Set<string> {
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

/** Most expressions are terms and calls of names, constants and plain refs. */
export function hasNoClosure(expr: Expr): boolean {
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

/** Variables that bodies inside an expression mention. */
export function variablesInClosures(expr: Expr): Set<string> {
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
