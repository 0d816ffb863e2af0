import type { CompileError } from "../../errors.ts";
import { builtinName, termText } from "../../tree/term-text.ts";
import { type Body, plainOperator, type Rule, termExpr } from "../../tree/tree.ts";
import { isComprehension, type TreeNode, visit, visitBody, visitHead } from "../../tree/visit.ts";
import type { KnownBuiltins } from "../../type-check/known-builtins.ts";

/** Errors about calls without a value that stand where one is needed. */
export function voidCallErrors(rule: Rule, builtins: KnownBuiltins): CompileError[] {
  const errors: CompileError[] = [];
  const visitor = voidCallVisitor(builtins, errors);
  visitHead(rule.head, visitor);
  visitBody(rule.body, visitor);
  return errors;
}

export function voidCallErrorsIn(body: Body, builtins: KnownBuiltins): CompileError[] {
  const errors: CompileError[] = [];
  visitBody(body, voidCallVisitor(builtins, errors));
  return errors;
}

function voidCallVisitor(builtins: KnownBuiltins, errors: CompileError[]): (node: TreeNode) => boolean {
  return (node) => {
    if (node.kind !== "call") return false;
    const [operator] = node.terms;
    const name = operator?.kind === "ref" ? builtinName(operator.terms) : undefined;
    const type = name === undefined ? undefined : builtins.typeOf(name);
    if (type !== undefined && type.result === undefined) {
      errors.push({ code: "rego_type_error", message: `${termText(node)} used as value`, location: node.loc });
    }
    return false;
  };
}

/** Leaves out what only prints; a body of nothing else is true. */
export function erasePrintCalls(rule: Rule): void {
  visitHead(rule.head, eraseIn);
  rule.body = withoutPrints(rule.body);
}

export function withoutPrints(body: Body): Body {
  const kept = body.filter((expr) => plainOperator(expr) !== "print");
  for (const expr of kept) visit(expr, eraseIn);
  if (kept.length > 0 || body.length === 0) return kept;
  const { loc } = body[0] as Body[number];
  return [termExpr({ kind: "scalar", value: true, loc }, loc)];
}

function eraseIn(node: TreeNode): boolean {
  if (node.kind !== "expr") {
    if (node.kind !== "with" && isComprehension(node)) {
      node.body = withoutPrints(node.body);
      return true;
    }
    return false;
  }
  if (node.form === "every" || node.form === "not") node.body = withoutPrints(node.body);
  else if (node.form === "logical") {
    node.left = withoutPrints(node.left);
    node.right = withoutPrints(node.right);
  } else return false;
  return true;
}
