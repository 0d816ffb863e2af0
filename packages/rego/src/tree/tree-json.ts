import type { PlainObject, Value } from "../values/value.ts";
import type { Body, Expr, Term } from "./tree.ts";

/** A term as OPA writes its syntax tree down: what it is, and its value. */
export function termJson(term: Term): Value {
  switch (term.kind) {
    case "scalar":
      // Go has no value for null, and writes an empty struct.
      return term.value === null ? { type: "null", value: {} } : { type: scalarType(term.value), value: term.value };
    case "var":
      return { type: "var", value: term.name };
    case "ref":
    case "call":
      return { type: term.kind, value: term.terms.map(termJson) };
    case "array":
    case "set":
      return { type: term.kind, value: term.items.map(termJson) };
    case "object":
      return { type: "object", value: term.entries.map((entry) => entry.map(termJson)) };
    case "template": {
      const parts = term.parts.length === 0 ? null : term.parts.map(partJson);
      return { type: "templatestring", value: { multi_line: term.isRaw, parts } };
    }
    case "object-comprehension": {
      const { key, value, body } = term;
      return {
        type: "objectcomprehension",
        value: { key: termJson(key), value: termJson(value), body: bodyJson(body) },
      };
    }
    default:
      return {
        type: term.kind.replace("-", ""),
        value: { term: termJson(term.head), body: bodyJson(term.body) },
      };
  }
}

function scalarType(value: Extract<Term, { kind: "scalar" }>["value"]): string {
  return typeof value === "string" || typeof value === "boolean" ? typeof value : "number";
}

function partJson(part: Term | Expr): Value {
  return part.kind === "expr" ? exprJson(part, 0) : termJson(part);
}

/** The expressions of a body as OPA writes them down, each with its place in the body. */
export function bodyJson(body: Body): Value {
  return body.map(exprJson);
}

function exprJson(expr: Expr, index: number): Value {
  const { negated, generated, withs } = expr;
  return {
    index,
    terms: formJson(expr),
    ...(negated && { negated }),
    ...(generated && { generated }),
    ...(withs.length > 0 && {
      with: withs.map(({ target, value }): PlainObject => ({ target: termJson(target), value: termJson(value) })),
    }),
  };
}

function formJson(expr: Expr): Value {
  switch (expr.form) {
    case "term":
      return termJson(expr.term);
    case "call":
      return expr.terms.map(termJson);
    case "some":
      return { symbols: expr.symbols.map(termJson) };
    case "every": {
      const { key, value, domain, body } = expr;
      return {
        key: key === undefined ? null : termJson(key),
        value: termJson(value),
        domain: termJson(domain),
        body: bodyJson(body),
      };
    }
    case "not":
      return { type: "not", body: bodyJson(expr.body), explicit_body: expr.explicit };
    default:
      return {
        type: expr.operator,
        lhs: bodyJson(expr.left),
        rhs: bodyJson(expr.right),
        ...(expr.explicitLeft && { explicit_lhs: true }),
        ...(expr.explicitRight && { explicit_rhs: true }),
      };
  }
}
