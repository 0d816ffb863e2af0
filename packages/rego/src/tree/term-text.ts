import { pathPart } from "../syntax/path-part.ts";
import { infixOperators, isDeclared } from "../types/builtin-types.ts";
import { print, quoted } from "../values/print.ts";
import type { Body, Expr, LogicalExpr, Term, With } from "./tree.ts";

/** A term as Rego source, for messages. */
export function termText(term: Term): string {
  switch (term.kind) {
    case "scalar":
      return print(term.value);
    case "var":
      return term.name.startsWith("$") ? "_" : term.name;
    case "ref":
      return refText(term.terms);
    case "call":
      return callText(term.terms);
    case "array":
      return `[${term.items.map(termText).join(", ")}]`;
    case "set":
      return term.items.length === 0 ? "set()" : `{${term.items.map(termText).join(", ")}}`;
    case "object":
      return `{${term.entries.map(([key, value]) => `${termText(key)}: ${termText(value)}`).join(", ")}}`;
    case "array-comprehension":
      return `[${headText(term.head)} | ${bodyText(term.body)}]`;
    case "set-comprehension":
      return `{${headText(term.head)} | ${bodyText(term.body)}}`;
    case "object-comprehension":
      return `{${headText(term.key)}: ${headText(term.value)} | ${bodyText(term.body)}}`;
    default:
      return `$"${term.parts.map(partText).join("")}"`;
  }
}

function partText(part: Term | Expr): string {
  if (part.kind === "expr") return `{${exprText(part)}}`;
  if (part.kind !== "scalar" || typeof part.value !== "string") return termText(part);
  return quoted(part.value)
    .slice(1, -1)
    .replace(/(?<!\\)\{/g, "\\{");
}

/** `data.a["b-c"][x]`; the name of a built-in is written with dots. */
export function refText(terms: readonly Term[]): string {
  const [head, ...path] = terms;
  if (head === undefined) return "";
  const first = head.kind === "scalar" && typeof head.value === "string" ? head.value : termText(head);
  if (first === "data") return first + path.map(partOfRef).join("");
  const name = builtinName(terms);
  return name !== undefined && isDeclared(name) ? name : first + path.map(partOfRef).join("");
}

function partOfRef(term: Term): string {
  if (term.kind !== "scalar" || typeof term.value !== "string") return `[${termText(term)}]`;
  return pathPart(term.value);
}

/** The parts of a ref joined by dots, where all are constant strings. */
export function builtinName([head, ...path]: readonly Term[]): string | undefined {
  if (head?.kind !== "var") return undefined;
  let name = head.name;
  for (const part of path) {
    if (part.kind !== "scalar" || typeof part.value !== "string") return undefined;
    name += `.${part.value}`;
  }
  return name;
}

function callText([operator, ...operands]: readonly Term[]): string {
  return `${operator === undefined ? "" : termText(operator)}(${operands.map(termText).join(", ")})`;
}

/** Operators in the head of a comprehension are written between their operands, away from its `|`. */
function headText(term: Term): string {
  if (term.kind !== "call" || term.terms.length !== 3) return termText(term);
  const [operator, left, right] = term.terms as [Term, Term, Term];
  const infix = infixOperators[termText(operator)];
  return infix === undefined || infix === "in" ? termText(term) : `(${headText(left)} ${infix} ${headText(right)})`;
}

function bodyText(body: Body): string {
  return body.map(exprText).join("; ");
}

function exprText(expr: Expr): string {
  return `${expr.negated ? "not " : ""}${[formText(expr), ...expr.withs.map(withText)].join(" ")}`;
}

function formText(expr: Expr): string {
  switch (expr.form) {
    case "term":
      return termText(expr.term);
    case "call": {
      const [operator, left, right] = expr.terms;
      const isUnification = expr.terms.length === 3 && operator !== undefined && termText(operator) === "eq";
      return isUnification ? `${termText(left as Term)} = ${termText(right as Term)}` : callText(expr.terms);
    }
    case "some":
      return someText(expr.symbols);
    case "every": {
      const key = expr.key === undefined ? "" : `${termText(expr.key)}, `;
      return `every ${key}${termText(expr.value)} in ${termText(expr.domain)} { ${bodyText(expr.body)} }`;
    }
    case "not":
      return expr.explicit ? `not {${bodyText(expr.body)}}` : `not ${bodyText(expr.body)}`;
    default:
      return logicalText(expr);
  }
}

function someText(symbols: readonly Term[]): string {
  const [first] = symbols;
  if (first?.kind !== "call") return `some ${symbols.map(termText).join(", ")}`;
  const [, ...operands] = first.terms.map(termText);
  const domain = operands.pop() ?? "";
  return `some ${operands.join(", ")} in ${domain}`;
}

function logicalText({ operator, left, right, explicitLeft, explicitRight }: LogicalExpr): string {
  const operand = (body: Body, explicit: boolean): string => (explicit ? `{ ${bodyText(body)} }` : bodyText(body));
  return `${operand(left, explicitLeft)} ${operator} ${operand(right, explicitRight)}`;
}

function withText({ target, value }: With): string {
  return `with ${termText(target)} as ${termText(value)}`;
}
