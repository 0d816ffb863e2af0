import { changedObject, changedSet, replaceAll } from "../../tree/map-terms.ts";
import type { NameGenerator } from "../../tree/names.ts";
import {
  appendTo,
  type Body,
  type CallTerm,
  type Comprehension,
  callOf,
  type EveryExpr,
  type Expr,
  type RefTerm,
  type Rule,
  type Term,
  variable,
  type With,
} from "../../tree/tree.ts";
import { capture } from "./generated.ts";
import type { Subjects } from "./subjects.ts";

/**
 * Takes calls out of terms: `f(g(x))` is `g(x, y); f(y)`, with y of our own. What a ref looks into becomes a variable
 * as well, unless it is one.
 */
export class CallExpander {
  private readonly names: NameGenerator;
  private readonly subjects: Subjects;

  constructor(names: NameGenerator, subjects: Subjects) {
    this.names = names;
    this.subjects = subjects;
  }

  rule(rule: Rule): void {
    const { head } = rule;
    head.args = head.args.map((arg) => this.headTerm(rule, arg));
    if (head.key !== undefined) head.key = this.headTerm(rule, head.key);
    if (head.value !== undefined) head.value = this.headTerm(rule, head.value);
    rule.body = this.body(rule.body);
  }

  private headTerm(rule: Rule, term: Term): Term {
    const before: Expr[] = [];
    const expanded = this.term(term, before);
    rule.body = appendTo(rule.body, before);
    return expanded;
  }

  body(body: Body): Body {
    const expanded: Body = [];
    for (const expr of body) this.expr(expr, expanded);
    return expanded;
  }

  private expr(expr: Expr, before: Expr[]): void {
    for (const with_ of expr.withs) with_.value = this.term(with_.value, before);
    switch (expr.form) {
      case "term":
        expr.term = this.operand(expr.term, expr.withs, before);
        break;
      case "call":
        replaceAll(expr.terms, (term) => this.operand(term, expr.withs, before), 1);
        break;
      case "every":
        this.every(expr, before);
        break;
      case "not":
        expr.body = this.body(expr.body);
        break;
      case "logical":
        expr.left = this.body(expr.left);
        expr.right = this.body(expr.right);
        break;
      default:
    }
    before.push(expr);
  }

  /** What is taken out is evaluated with what the expression is evaluated with. */
  private operand(term: Term, withs: readonly With[], before: Expr[]): Term {
    if (term.kind === "scalar" || term.kind === "var") return term;
    const added: Expr[] = [];
    const expanded = this.term(term, added);
    for (const expr of added) {
      if (withs.length > 0) expr.withs = withs;
      before.push(expr);
    }
    return expanded;
  }

  private every(expr: EveryExpr, before: Expr[]): void {
    const { variable: domain, expr: equality } = capture(expr.domain, this.names);
    equality.withs = expr.withs;
    this.expr(equality, before);
    expr.domain = domain;
    expr.body = this.body(expr.body);
  }

  private term(term: Term, before: Expr[]): Term {
    switch (term.kind) {
      case "call":
        return this.call(term, before);
      case "ref":
        return this.ref(term, before);
      case "array":
        replaceAll(term.items, (item) => this.term(item, before));
        return term;
      case "set":
        return changedSet(term, (item) => this.term(item, before));
      case "object":
        return changedObject(term, (part) => this.term(part, before));
      case "scalar":
      case "var":
      case "template":
        return term;
      default:
        return this.comprehension(term);
    }
  }

  private call(term: CallTerm, before: Expr[]): Term {
    const [operator, ...operands] = term.terms as [Term, ...Term[]];
    const expanded = operands.map((operand) => this.term(operand, before));
    const result = variable(this.names.fresh(), term.loc);
    const call = callOf([operator, ...expanded, result], term.loc);
    call.generated = true;
    before.push(call);
    return result;
  }

  private ref(term: RefTerm, before: Expr[]): Term {
    replaceAll(term.terms, (part) => {
      if (part.kind === "scalar" || part.kind === "var") return part;
      const subject = part.kind === "call" ? this.subjects.subjectOf(part) : undefined;
      const expanded = this.term(part, before);
      if (subject !== undefined && expanded.kind === "var") this.subjects.note(expanded.name, subject);
      return expanded;
    });
    const [head, ...path] = term.terms as [Term, ...Term[]];
    if (head.kind === "var" || head.kind === "ref" || head.kind === "scalar" || head.kind === "template") return term;
    const subject = this.subjects.subjectOf(head);
    const { variable: base, expr } = capture(head, this.names);
    before.push(expr);
    this.subjects.note(base.name, subject);
    term.terms = [base, ...path];
    return term;
  }

  private comprehension(term: Comprehension): Term {
    const added: Expr[] = [];
    if (term.kind === "object-comprehension") {
      term.key = this.term(term.key, added);
      term.body = appendTo(term.body, added);
      const more: Expr[] = [];
      term.value = this.term(term.value, more);
      term.body = this.body(appendTo(term.body, more));
      return term;
    }
    term.head = this.term(term.head, added);
    term.body = this.body(appendTo(term.body, added));
    return term;
  }
}
