import type {
  Body,
  CallTerm,
  Expr,
  ObjectTerm,
  RefTerm,
  Scalar,
  SetComprehension,
  TemplateTerm,
  Term,
  With,
} from "../ast.ts";
import { infixOf, needsParentheses } from "./infix.ts";
import { dotText, literalNumber, rawTemplateText, stringText, templateText, variableText } from "./text.ts";

/** A term as Rego source on one line. Parsed again it is the same term. */
export function printTerm(term: Term): string {
  switch (term.kind) {
    case "scalar":
      return scalarText(term.value);
    case "var":
      return variableText(term.name);
    case "ref":
      return refText(term);
    case "call":
      return callText(term);
    case "array":
      return `[${printTerms(term.items)}]`;
    case "set":
      return term.items.length === 0 ? "set()" : `{${printTerms(term.items)}}`;
    case "object":
      return objectText(term);
    case "template":
      return templateOf(term);
    case "array-comprehension":
      return `[${operandText(term.head)} | ${printBody(term.body)}]`;
    case "set-comprehension":
      return `{${operandText(term.head)} | ${printBody(term.body)}}`;
    default:
      return `{${operandText(term.key)}: ${operandText(term.value)} | ${printBody(term.body)}}`;
  }
}

/** One line of a body as Rego source. */
export function printExpr(expr: Expr): string {
  const not = expr.negated ? "not " : "";
  return not + plainText(expr) + expr.withs.map(withText).join("");
}

/** A body on one line, without what encloses it. */
function printBody(body: Body): string {
  return body.map(printExpr).join("; ");
}

function plainText(expr: Expr): string {
  switch (expr.kind) {
    case "term":
      return listed(expr.term);
    case "unify":
      return `${listed(expr.left)} = ${listed(expr.right)}`;
    case "assign":
      return `${listed(expr.left)} := ${listed(expr.right)}`;
    case "some":
      return `some ${expr.names.map(printTerm).join(", ")}`;
    case "some-in":
      return `some ${membershipText(expr.key, expr.value, expr.domain)}`;
    case "every":
      return `every ${membershipText(expr.key, expr.value, expr.domain)} { ${printBody(expr.body)} }`;
    case "not":
      return `not ${logicalOperand(expr.body, expr.explicit)}`;
    default:
      return `${logicalOperand(expr.left, expr.explicitLeft)} ${expr.operator} ${logicalOperand(expr.right, expr.explicitRight)}`;
  }
}

/** A body in braces, or its only line: in parentheses where more than a relation, or where it would be read as braces. */
function logicalOperand(body: Body, isBraced: boolean): string {
  const [line] = body;
  if (isBraced || line === undefined || body.length > 1) return `{ ${printBody(body)} }`;
  const text = printExpr(line);
  if (line.withs.length > 0 || line.kind === "not" || line.kind === "logical") return `(${text})`;
  if (!text.startsWith("{")) return text;
  if (line.kind === "unify" || line.kind === "assign") {
    return `(${printTerm(line.left)}) ${line.kind === "unify" ? "=" : ":="} ${listed(line.right)}`;
  }
  return `(${text})`;
}

function withText({ target, value }: With): string {
  return ` with ${nameOrTerm(target)} as ${nameOrTerm(value)}`;
}

function nameOrTerm(term: With["target"]): string {
  return term.kind === "builtin" ? term.name : listed(term);
}

function scalarText(value: Scalar): string {
  if (typeof value === "string") return stringText(value);
  if (value === null || typeof value === "boolean") return String(value);
  return literalNumber(value);
}

function refText({ head, path }: RefTerm): string {
  return headText(head) + path.map(bracketText).join("");
}

/** `null.x` is a ref to a variable of that name, and the operand of a sign would take all that follows. */
function headText(head: Term): string {
  const isWord = head.kind === "scalar" && (head.value === null || typeof head.value === "boolean");
  return isWord ? `(${printTerm(head)})` : operandText(head);
}

function bracketText(part: Term): string {
  if (part.kind === "scalar" && typeof part.value === "string") return dotText(part.value);
  return `[${listed(part)}]`;
}

function callText(call: CallTerm): string {
  const { callee, args } = call;
  const infix = infixOf(call);
  if (infix === undefined) return `${callee.kind === "builtin" ? callee.name : printTerm(callee)}(${printTerms(args)})`;
  const [first, second, third] = args;
  if (first === undefined || second === undefined) return "";
  if (infix.symbol === "in") {
    return third === undefined ? membershipText(undefined, first, second) : membershipText(first, second, third);
  }
  return `${operandText(first, infix.level)} ${infix.symbol} ${operandText(second, infix.level + 1)}`;
}

function membershipText(key: Term | undefined, value: Term, domain: Term): string {
  const keyed = key === undefined ? "" : `${operandText(key, 1)}, `;
  return `${keyed}${operandText(value, 1)} in ${operandText(domain, 1)}`;
}

/** A term where only one that binds as `level` may stand; without infix operators where no level is given. */
function operandText(term: Term, level = 6): string {
  return needsParentheses(term, level) ? `(${printTerm(term)})` : printTerm(term);
}

/** A term where `k, v in xs` would be read as two and `|` as the start of a comprehension's body. */
function listed(term: Term): string {
  const isKeyed = term.kind === "call" && term.callee.kind === "builtin" && term.callee.name === "internal.member_3";
  return isKeyed ? `(${printTerm(term)})` : operandText(term, 0);
}

/** Terms as they stand in a list, without what encloses it. */
export function printTerms(terms: readonly Term[]): string {
  return terms.map(listed).join(", ");
}

function objectText({ entries }: ObjectTerm): string {
  return `{${entries.map(([key, value]) => `${listed(key)}: ${listed(value)}`).join(", ")}}`;
}

function templateOf({ isRaw, parts }: TemplateTerm): string {
  const quote = isRaw ? "`" : '"';
  const literal = isRaw ? rawTemplateText : templateText;
  return `$${quote}${parts.map((part) => (typeof part === "string" ? literal(part) : partText(part))).join("")}${quote}`;
}

/** `{term with …}` in a template string stands for the set of the term's values. */
function partText({ body: [expr] }: SetComprehension): string {
  if (expr?.kind !== "unify") return "";
  return `{${listed(expr.right)}${expr.withs.map(withText).join("")}}`;
}
