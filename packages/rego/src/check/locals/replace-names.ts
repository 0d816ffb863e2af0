import { objectTerm, setTerm } from "../../tree/term-order.ts";
import type { Body, Expr, Term } from "../../tree/tree.ts";

/** Another name for a variable, or what stands in its place. */
type Replace = (name: string) => string | Term | undefined;

/** A copy of a term with some of its variables replaced, those in bodies included. */
export function withNames(term: Term, replace: Replace): Term {
  const inner = (part: Term): Term => withNames(part, replace);
  switch (term.kind) {
    case "scalar":
      return term;
    case "var": {
      const replaced = replace(term.name);
      return typeof replaced === "string" ? { ...term, name: replaced } : (replaced ?? term);
    }
    case "ref":
    case "call":
      return { ...term, terms: term.terms.map(inner) };
    case "array":
      return { ...term, items: term.items.map(inner) };
    case "set":
      return setTerm(term.items.map(inner), term.loc);
    case "object":
      return objectTerm(
        term.entries.map(([key, value]) => [inner(key), inner(value)] as const),
        term.loc,
      );
    case "template":
      return {
        ...term,
        parts: term.parts.map((part) => (part.kind === "expr" ? exprWithNames(part, replace) : inner(part))),
      };
    case "object-comprehension":
      return { ...term, key: inner(term.key), value: inner(term.value), body: bodyWithNames(term.body, replace) };
    default:
      return { ...term, head: inner(term.head), body: bodyWithNames(term.body, replace) };
  }
}

function bodyWithNames(body: Body, replace: Replace): Body {
  return body.map((expr) => exprWithNames(expr, replace));
}

function exprWithNames(expr: Expr, replace: Replace): Expr {
  const inner = (part: Term): Term => withNames(part, replace);
  const withs = expr.withs.map((with_) => ({ ...with_, target: inner(with_.target), value: inner(with_.value) }));
  switch (expr.form) {
    case "term":
      return { ...expr, withs, term: inner(expr.term) };
    case "call":
      return { ...expr, withs, terms: expr.terms.map(inner) };
    case "some":
      return { ...expr, withs, symbols: expr.symbols.map(inner) };
    case "every": {
      const key = expr.key === undefined ? undefined : inner(expr.key);
      const body = bodyWithNames(expr.body, replace);
      return { ...expr, withs, key, value: inner(expr.value), domain: inner(expr.domain), body };
    }
    case "not":
      return { ...expr, withs, body: bodyWithNames(expr.body, replace) };
    default:
      return { ...expr, withs, left: bodyWithNames(expr.left, replace), right: bodyWithNames(expr.right, replace) };
  }
}
