import type { Location } from "../errors.ts";
import type { Body, Comprehension, Expr, TemplateTerm, Term, With } from "../tree/tree.ts";
import type { TreeNode } from "../tree/visit.ts";

/** What to leave out when variables are collected. */
export type Skip = {
  /** The first term of a ref. */
  readonly refHeads?: boolean;
  readonly objectKeys?: boolean;
  readonly closures?: boolean;
  readonly sets?: boolean;
  /** The name of what is called or mocked. */
  readonly callHeads?: boolean;
  readonly templates?: boolean;
};

type Add = (name: string, location: Location | undefined) => void;

export const nothing: Skip = {};
/** For variables that an expression itself needs or binds. */
export const ofExpression: Skip = { callHeads: true, closures: true };
/** For variables that a match can bind. */
export const ofPattern: Skip = { refHeads: true, objectKeys: true, closures: true };

export function variablesOf(node: TreeNode, skip: Skip): Set<string> {
  const names = new Set<string>();
  collect(node, skip, (name) => names.add(name));
  return names;
}

export function variablesOfBody(body: Body, skip: Skip, names: Set<string> = new Set()): Set<string> {
  const add: Add = (name) => names.add(name);
  for (const expr of body) collect(expr, skip, add);
  return names;
}

export function variablesOfTerms(terms: Iterable<Term>, skip: Skip, names: Set<string> = new Set()): Set<string> {
  const add: Add = (name) => names.add(name);
  for (const term of terms) collect(term, skip, add);
  return names;
}

/** Hands out every variable of a node as often as it occurs. */
export function collect(node: TreeNode, skip: Skip, add: Add): void {
  switch (node.kind) {
    case "var":
      add(node.name, node.loc);
      return;
    case "ref":
      collectFrom(node.terms, skip.refHeads === true ? 1 : 0, skip, add);
      return;
    case "call":
      collectCall(node.terms, skip, add);
      return;
    case "array":
      collectFrom(node.items, 0, skip, add);
      return;
    case "set":
      if (skip.sets !== true) collectFrom(node.items, 0, skip, add);
      return;
    case "object":
      collectEntries(node.entries, skip, add);
      return;
    case "expr":
      collectExpr(node, skip, add);
      return;
    case "with":
      collectWith(node, skip, add);
      return;
    case "scalar":
      return;
    default:
      if (skip.closures !== true) collectClosure(node, skip, add);
  }
}

function collectEntries(entries: readonly (readonly [Term, Term])[], skip: Skip, add: Add): void {
  for (const [key, value] of entries) {
    if (skip.objectKeys !== true) collect(key, skip, add);
    collect(value, skip, add);
  }
}

function collectClosure(term: Comprehension | TemplateTerm, skip: Skip, add: Add): void {
  if (term.kind === "template") {
    if (skip.templates !== true) for (const part of term.parts) collect(part, skip, add);
    return;
  }
  if (term.kind === "object-comprehension") collectFrom([term.key, term.value], 0, skip, add);
  else collect(term.head, skip, add);
  for (const expr of term.body) collect(expr, skip, add);
}

function collectFrom(terms: readonly Term[], start: number, skip: Skip, add: Add): void {
  for (let i = start; i < terms.length; i++) collect(terms[i] as Term, skip, add);
}

function collectCall(terms: readonly Term[], skip: Skip, add: Add): void {
  const [operator] = terms;
  if (skip.callHeads !== true || operator?.kind !== "ref") {
    collectFrom(terms, 0, skip, add);
    return;
  }
  collectFrom(operator.terms, 1, skip, add);
  collectFrom(terms, 1, skip, add);
}

function collectExpr(expr: Expr, skip: Skip, add: Add): void {
  switch (expr.form) {
    case "term":
      collect(expr.term, skip, add);
      break;
    case "call":
      collectCall(expr.terms, skip, add);
      break;
    case "some":
      collectFrom(expr.symbols, 0, skip, add);
      break;
    case "every":
      if (skip.closures === true) {
        collect(expr.domain, skip, add);
        return;
      }
      if (expr.key !== undefined) collect(expr.key, skip, add);
      collectFrom([expr.value, expr.domain], 0, skip, add);
      break;
    default:
  }
  if (skip.closures !== true) for (const body of bodiesOf(expr)) for (const inner of body) collect(inner, skip, add);
  for (const with_ of expr.withs) collectWith(with_, skip, add);
}

function bodiesOf(expr: Expr): readonly Body[] {
  if (expr.form === "logical") return [expr.left, expr.right];
  return expr.form === "every" || expr.form === "not" ? [expr.body] : [];
}

function collectWith({ target, value }: With, skip: Skip, add: Add): void {
  if (skip.callHeads !== true) {
    collect(target, skip, add);
    collect(value, skip, add);
    return;
  }
  if (target.kind === "ref") collectFrom(target.terms, 1, skip, add);
  if (value.kind === "ref") collectFrom(value.terms, 1, skip, add);
  else collect(value, skip, add);
}
