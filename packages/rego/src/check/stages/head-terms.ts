import { requiresEvaluation } from "../../tree/constants.ts";
import type { NameGenerator } from "../../tree/names.ts";
import { appendTo, type Comprehension, type Rule, type Term } from "../../tree/tree.ts";
import { isComprehension, type TreeNode, visit, visitBody, visitHead } from "../../tree/visit.ts";
import { capture } from "./generated.ts";

/** What has to be evaluated for a head becomes a variable bound at the end of the body. */
export function captureHeadTerms(rule: Rule, names: NameGenerator): void {
  const { head } = rule;
  const captured = (term: Term): Term => {
    if (!requiresEvaluation(term)) return term;
    const { variable, expr } = capture(term, names);
    rule.body = appendTo(rule.body, [expr]);
    return variable;
  };
  if (head.key !== undefined) head.key = captured(head.key);
  if (head.value !== undefined) head.value = captured(head.value);
  head.args = head.args.map(captured);
}

/** The same for the heads of all comprehensions. */
export function captureComprehensionHeads(rule: Rule, names: NameGenerator): void {
  const visitor = (node: TreeNode): boolean => {
    if (isComprehension(node)) captureHead(node, names);
    return false;
  };
  visitHead(rule.head, visitor);
  visitBody(rule.body, visitor);
}

export function captureHeadsIn(node: TreeNode, names: NameGenerator): void {
  visit(node, (part) => {
    if (isComprehension(part)) captureHead(part, names);
    return false;
  });
}

function captureHead(term: Comprehension, names: NameGenerator): void {
  const captured = (head: Term): Term => {
    if (!requiresEvaluation(head)) return head;
    const { variable, expr } = capture(head, names);
    term.body = appendTo(term.body, [expr]);
    return variable;
  };
  if (term.kind === "object-comprehension") {
    term.key = captured(term.key);
    term.value = captured(term.value);
  } else term.head = captured(term.head);
}
