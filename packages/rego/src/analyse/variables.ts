import type { Body, Expr, Term, VarTerm } from "../syntax/ast.ts";

/** Visits every variable of a term. `closures`: also those inside the bodies of comprehensions. */
export function visitVars(term: Term, closures: boolean, visit: (variable: VarTerm) => void): void {
  const inner = (part: Term): void => visitVars(part, closures, visit);
  switch (term.kind) {
    case "scalar":
      return;
    case "var":
      visit(term);
      return;
    case "ref":
      if (!isDocument(term.head)) inner(term.head);
      term.path.forEach(inner);
      return;
    case "call":
      term.args.forEach(inner);
      return;
    case "array":
    case "set":
      term.items.forEach(inner);
      return;
    case "object":
      for (const [key, value] of term.entries) {
        inner(key);
        inner(value);
      }
      return;
    case "template":
      for (const part of term.parts) if (typeof part !== "string") inner(part);
      return;
    default:
      if (!closures) return;
      headsOf(term).forEach(inner);
      for (const expr of term.body) visitExprVars(expr, true, visit);
  }
}

export function visitExprVars(expr: Expr, closures: boolean, visit: (variable: VarTerm) => void): void {
  for (const term of termsOf(expr)) visitVars(term, closures, visit);
  if (!closures) return;
  for (const body of bodiesOf(expr)) for (const inner of body) visitExprVars(inner, true, visit);
}

/** The root documents are no variables. */
export function isDocument(term: Term): boolean {
  return term.kind === "var" && (term.name === "input" || term.name === "data");
}

function headsOf(term: Extract<Term, { body: Body }>): readonly Term[] {
  return term.kind === "object-comprehension" ? [term.key, term.value] : [term.head];
}

/** The terms of an expression, outermost only, those of nested bodies left out. */
export function termsOf(expr: Expr): readonly Term[] {
  const withs = expr.withs.flatMap(({ value }) => (value.kind === "builtin" ? [] : [value]));
  switch (expr.kind) {
    case "term":
      return [expr.term, ...withs];
    case "unify":
    case "assign":
      return [expr.left, expr.right, ...withs];
    case "some":
      return expr.names;
    case "some-in":
      return [...(expr.key === undefined ? [] : [expr.key]), expr.value, expr.domain, ...withs];
    case "every":
      return [expr.domain, ...withs];
    default:
      return withs;
  }
}

/** The bodies nested in an expression itself, those of its comprehensions left out. */
export function bodiesOf(expr: Expr): readonly Body[] {
  if (expr.kind === "every" || expr.kind === "not") return [expr.body];
  return expr.kind === "logical" ? [expr.left, expr.right] : [];
}

/** Every term of an expression and below, bodies of closures included, parents first. */
function visitTerms(expr: Expr, visit: (term: Term) => void): void {
  for (const term of termsOf(expr)) visitTerm(term, visit);
  for (const body of bodiesOf(expr)) for (const inner of body) visitTerms(inner, visit);
}

function visitTerm(term: Term, visit: (term: Term) => void): void {
  visit(term);
  for (const part of partsOf(term)) visitTerm(part, visit);
  if ("body" in term) for (const expr of term.body) visitTerms(expr, visit);
}

/** The direct parts of a term. */
export function partsOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case "ref":
      return [term.head, ...term.path];
    case "call":
      return term.args;
    case "array":
    case "set":
      return term.items;
    case "object":
      return term.entries.flat();
    case "template":
      return term.parts.filter((part) => typeof part !== "string");
    case "scalar":
    case "var":
      return [];
    default:
      return headsOf(term);
  }
}
