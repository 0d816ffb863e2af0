import { changedObject, changedSet, replaceAll } from "../../tree/map-terms.ts";
import type { NameGenerator } from "../../tree/names.ts";
import {
  type Body,
  type CallExpr,
  type Comprehension,
  type Expr,
  hasTwoOperands,
  isEquality,
  nameParts,
  plainOperator,
  type RefTerm,
  type Term,
  type With,
} from "../../tree/tree.ts";
import { capture } from "./generated.ts";
import type { Subjects } from "./subjects.ts";

/** Takes refs and comprehensions out of operands, so that they are evaluated before what needs them. */
export class DynamicTerms {
  private readonly names: NameGenerator;
  private readonly subjects: Subjects;
  private readonly unifiesEquals: boolean;

  /** `unifiesEquals`: `==` becomes a unification, since all its variables are known to be bound. */
  constructor(names: NameGenerator, subjects: Subjects, { unifiesEquals }: { readonly unifiesEquals: boolean }) {
    this.unifiesEquals = unifiesEquals;
    this.names = names;
    this.subjects = subjects;
  }

  body(body: Body): Body {
    const result: Body = [];
    for (const expr of body) {
      this.expr(expr, result);
      result.push(expr);
    }
    return result;
  }

  private expr(expr: Expr, before: Body): void {
    const { withs } = expr;
    switch (expr.form) {
      case "term":
        expr.term = this.side(expr.term, withs, before);
        return;
      case "call": {
        if (this.unifiesEquals && plainOperator(expr) === "equal" && hasTwoOperands(expr)) unifyInstead(expr);
        if (isEquality(expr) && !hasTwoOperands(expr)) return;
        const isSide = isEquality(expr);
        replaceAll(
          expr.terms,
          (term) => (isSide ? this.side(term, withs, before) : this.operand(term, withs, before)),
          1,
        );
        return;
      }
      case "every":
        expr.domain = this.operand(expr.domain, withs, before);
        expr.body = this.body(expr.body);
        return;
      case "not":
        expr.body = this.body(expr.body);
        return;
      case "logical":
        expr.left = this.body(expr.left);
        expr.right = this.body(expr.right);
        return;
      default:
    }
  }

  /** A side of an equality stays where it is; what stands in its brackets does not. */
  private side(term: Term, withs: readonly With[], before: Body): Term {
    switch (term.kind) {
      case "scalar":
      case "var":
        return term;
      case "ref":
        this.brackets(term, withs, before);
        return term;
      case "array-comprehension":
      case "set-comprehension":
      case "object-comprehension":
        term.body = this.body(term.body);
        return term;
      default:
        return this.operand(term, withs, before);
    }
  }

  private brackets(term: RefTerm, withs: readonly With[], before: Body): void {
    replaceAll(term.terms, (part) => this.operand(part, withs, before), 1);
  }

  private operand(term: Term, withs: readonly With[], before: Body): Term {
    const inner = (part: Term): Term => this.operand(part, withs, before);
    switch (term.kind) {
      case "scalar":
      case "var":
      case "call":
      case "template":
        return term;
      case "ref":
        this.brackets(term, withs, before);
        return this.captured(term, withs, before);
      case "array":
        replaceAll(term.items, inner);
        return term;
      case "set":
        return changedSet(term, inner);
      case "object":
        return changedObject(term, inner);
      default:
        term.body = this.body(term.body);
        return this.captured(term, withs, before);
    }
  }

  private captured(term: RefTerm | Comprehension, withs: readonly With[], before: Body): Term {
    const { variable, expr } = capture(term, this.names);
    expr.withs = withs;
    before.push(expr);
    this.subjects.noteTerm(variable.name, term);
    return variable;
  }
}

function unifyInstead({ terms }: CallExpr): void {
  const { loc } = terms[0] as Term;
  terms[0] = { kind: "ref", terms: nameParts("eq", loc), loc };
}
