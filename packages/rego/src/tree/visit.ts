import type { Body, Comprehension, EveryExpr, Expr, Head, LogicalExpr, NotExpr, Rule, Term, With } from "./tree.ts";

export type TreeNode = Term | Expr | With;
/** Returns true to leave out what is below the node. */
type Visitor = (node: TreeNode) => boolean | undefined;

/** Visits a node and what is below it, parents first, in the order of the source; members of sets in Rego's order. */
export function visit(node: TreeNode, visitor: Visitor): void {
  if (visitor(node) !== true) visitBelow(node, visitor, true);
}

/** The same without variables and constants, which are most of the nodes. */
export function visitParents(node: TreeNode, visitor: Visitor): void {
  if (!isLeaf(node) && visitor(node) !== true) visitBelow(node, visitor, false);
}

function isLeaf({ kind }: TreeNode): boolean {
  return kind === "var" || kind === "scalar";
}

function visitBelow(node: TreeNode, visitor: Visitor, withLeaves: boolean): void {
  switch (node.kind) {
    case "ref":
    case "call":
      for (const term of node.terms) step(term, visitor, withLeaves);
      return;
    case "array":
    case "set":
      for (const item of node.items) step(item, visitor, withLeaves);
      return;
    case "object":
      for (const [key, value] of node.entries) {
        step(key, visitor, withLeaves);
        step(value, visitor, withLeaves);
      }
      return;
    case "array-comprehension":
    case "set-comprehension":
      step(node.head, visitor, withLeaves);
      stepBody(node.body, visitor, withLeaves);
      return;
    case "object-comprehension":
      step(node.key, visitor, withLeaves);
      step(node.value, visitor, withLeaves);
      stepBody(node.body, visitor, withLeaves);
      return;
    case "template":
      for (const part of node.parts) step(part, visitor, withLeaves);
      return;
    case "with":
      step(node.target, visitor, withLeaves);
      step(node.value, visitor, withLeaves);
      return;
    case "expr":
      visitExpr(node, visitor, withLeaves);
      return;
    default:
  }
}

function step(node: TreeNode, visitor: Visitor, withLeaves: boolean): void {
  if (!withLeaves && isLeaf(node)) return;
  if (visitor(node) !== true) visitBelow(node, visitor, withLeaves);
}

function stepBody(body: Body, visitor: Visitor, withLeaves: boolean): void {
  for (const expr of body) step(expr, visitor, withLeaves);
}

export function visitBody(body: Body, visitor: Visitor): void {
  for (const expr of body) visit(expr, visitor);
}

function visitExpr(expr: Expr, visitor: Visitor, withLeaves: boolean): void {
  switch (expr.form) {
    case "term":
      step(expr.term, visitor, withLeaves);
      break;
    case "call":
      for (const term of expr.terms) step(term, visitor, withLeaves);
      break;
    case "some":
      for (const symbol of expr.symbols) step(symbol, visitor, withLeaves);
      break;
    case "every":
      if (expr.key !== undefined) step(expr.key, visitor, withLeaves);
      step(expr.value, visitor, withLeaves);
      step(expr.domain, visitor, withLeaves);
      stepBody(expr.body, visitor, withLeaves);
      break;
    case "not":
      stepBody(expr.body, visitor, withLeaves);
      break;
    default:
      stepBody(expr.left, visitor, withLeaves);
      stepBody(expr.right, visitor, withLeaves);
  }
  for (const with_ of expr.withs) step(with_, visitor, withLeaves);
}

/** The terms of a head, its ref left out. */
export function visitHead({ args, key, value }: Head, visitor: Visitor): void {
  for (const arg of args) visit(arg, visitor);
  if (key !== undefined) visit(key, visitor);
  if (value !== undefined) visit(value, visitor);
}

/** The head and body of one clause. */
export function visitRule(rule: Rule, visitor: Visitor): void {
  visitHead(rule.head, visitor);
  visitBody(rule.body, visitor);
}

export type Closure = Comprehension | EveryExpr | NotExpr | LogicalExpr;

/** Visits comprehensions, `every`, `not` with a body, `and` and `or`. */
export function visitClosures(node: TreeNode, visitor: (closure: Closure) => boolean | undefined): void {
  visitParents(node, (part) => (isClosure(part) ? visitor(part) : false));
}

function isClosure(node: TreeNode): node is Closure {
  if (node.kind === "expr") return node.form === "every" || node.form === "not" || node.form === "logical";
  return isComprehension(node);
}

export function isComprehension(node: TreeNode): node is Comprehension {
  return (
    node.kind === "array-comprehension" || node.kind === "set-comprehension" || node.kind === "object-comprehension"
  );
}

/** Whether some node of a tree is of a kind. */
export function some(node: TreeNode, is: (node: TreeNode) => boolean): boolean {
  let found = false;
  visit(node, (part) => {
    found ||= is(part);
    return found;
  });
  return found;
}
