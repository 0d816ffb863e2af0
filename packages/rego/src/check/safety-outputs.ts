import { type Known, KnownNames } from "../analyse/known-names.ts";
import { type CallExpr, type Expr, hasTwoOperands, isEquality, type Term } from "../tree/tree.ts";
import { isComprehension, type TreeNode, visit } from "../tree/visit.ts";
import { isRefSafe } from "./safety-refs.ts";
import { unify } from "./safety-unify.ts";
import { collect, ofExpression, type Skip, variablesOf, variablesOfTerms } from "./variables.ts";

type Names = ReadonlySet<string>;
export type Arity = (operator: readonly Term[]) => number;

const ofOperands: Skip = { refHeads: true, objectKeys: true, closures: true, sets: true };
const ofRef: Skip = { refHeads: true };
const none: Names = new Set();

/** The variables that a body binds, given those that are bound before. */
export function outputsOfBody(body: readonly Expr[], arity: Arity, safe: Known): Set<string> {
  const known = new KnownNames(safe);
  const outputs = new Set<string>();
  for (const expr of body) {
    for (const name of outputsOf(expr, arity, known)) {
      if (!safe.has(name)) outputs.add(name);
      known.add(name);
    }
  }
  return outputs;
}

/** The variables that an expression binds where it can be evaluated with `safe` being bound. */
export function outputsOf(expr: Expr, arity: Arity, safe: Known): Names {
  if (expr.negated || expr.form === "not" || expr.form === "logical" || expr.form === "some") return none;
  for (const with_ of expr.withs) if (!hasAll(safe, variablesOf(with_, ofExpression))) return none;
  switch (expr.form) {
    case "term":
      return outputsOfRefs(expr, safe);
    case "every":
      return outputsOfRefs(expr.domain, safe);
    default:
      return isEquality(expr) ? outputsOfEquality(expr, safe) : outputsOfCall(expr, arity, safe);
  }
}

export function outputsOfEquality(expr: CallExpr, safe: Known): Names {
  if (!hasTwoOperands(expr)) return none;
  const [, left, right] = expr.terms as [Term, Term, Term];
  const outputs = outputsOfRefs(expr, safe);
  // The left side of `:=` is only written: nothing on the right is bound through it.
  const written = expr.fromAssignment ? variablesOf(left, {}) : none;
  for (const name of written) outputs.delete(name);
  const known: Known = { has: (name) => !written.has(name) && (safe.has(name) || outputs.has(name)) };
  const unified = unify(known, left, right);
  for (const name of outputs) if (safe.has(name)) outputs.delete(name);
  for (const name of unified) if (!safe.has(name)) outputs.add(name);
  return outputs;
}

function outputsOfCall(expr: CallExpr, arity: Arity, safe: Known): Names {
  const [operator] = expr.terms;
  if (operator?.kind !== "ref") return none;
  const inputs = arity(operator.terms) + 1;
  if (inputs < 1) return none;
  const outputs = outputsOfRefs(expr, safe);
  if (inputs >= expr.terms.length) return outputs;
  for (const name of variablesOfTerms(expr.terms.slice(0, inputs), ofOperands)) {
    if (!outputs.has(name) && !safe.has(name)) return none;
  }
  return variablesOfTerms(expr.terms.slice(inputs), ofOperands, outputs);
}

/** Variables in the brackets of refs, which range over what is there. */
function outputsOfRefs(node: TreeNode, safe: Known): Set<string> {
  const outputs = new Set<string>();
  if (node.kind === "expr" && node.form === "call" && node.withs.length === 0 && node.terms.every(hasNoBrackets)) {
    return outputs;
  }
  visit(node, (part) => {
    if (isComprehension(part) || part.kind === "template") return true;
    if (part.kind !== "ref") return false;
    if (!isRefSafe(part, safe)) return true;
    collect(part, ofRef, (name) => outputs.add(name));
    return false;
  });
  return outputs;
}

/** Most operands are variables, constants, and refs with names only. */
function hasNoBrackets(term: Term): boolean {
  if (term.kind !== "ref") return term.kind === "var" || term.kind === "scalar" || isComprehension(term);
  for (let i = 1; i < term.terms.length; i++) if (term.terms[i]?.kind !== "scalar") return false;
  return term.terms[0]?.kind === "var";
}

function hasAll(names: Known, wanted: Names): boolean {
  for (const name of wanted) if (!names.has(name)) return false;
  return true;
}
