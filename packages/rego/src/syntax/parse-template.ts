import type { Expr, SetComprehension, TemplateTerm, VarTerm } from "./ast.ts";
import type { Cursor } from "./cursor.ts";

/** A template string: literal text in turn with expressions in braces. */
export function readTemplate(cursor: Cursor): TemplateTerm | undefined {
  const { loc, token } = cursor;
  const isRaw = token.kind.startsWith("raw");
  if (cursor.version === 0) return cursor.fail("template strings are not supported by current capabilities");
  const parts: (string | SetComprehension)[] = [];
  for (;;) {
    const { kind, text, problem } = cursor.token;
    if (kind === "illegal") return cursor.fail("expected template-string part");
    if (problem !== undefined) return cursor.fail(problem);
    if (text !== "") parts.push(text);
    cursor.advance();
    if (kind.endsWith("end")) return { kind: "template", isRaw, loc, parts };
    const part = readPart(cursor);
    if (part === undefined) return undefined;
    parts.push(part);
    if (!cursor.isSymbol("}")) return cursor.fail("expected } to end template string expression");
    cursor.advance();
  }
}

/** `{term with …}` is the set of the term's values. */
function readPart(cursor: Cursor): SetComprehension | undefined {
  const { loc, token } = cursor;
  const expr = cursor.expr();
  if (expr === undefined) return cursor.fail("invalid template-string expression");
  const mistake = mistakeOf(expr);
  if (mistake !== undefined || expr.kind !== "term") {
    return cursor.fail(`unexpected ${mistake ?? "expression"} in template-string expression`, expr.loc);
  }
  const left: VarTerm = { kind: "var", name: `$part${token.start}`, loc };
  const { term: right, withs } = expr;
  return {
    kind: "set-comprehension",
    head: left,
    body: [{ kind: "unify", left, right, withs, negated: false, loc }],
    loc,
  };
}

function mistakeOf({ kind, negated }: Expr): string | undefined {
  if (negated || kind === "not") return "negation ('not')";
  return mistakes[kind];
}

const mistakes: Readonly<Partial<Record<Expr["kind"], string>>> = {
  unify: "unification ('=')",
  assign: "assignment (':=')",
  every: "'every'",
  some: "'some'",
  "some-in": "'some'",
};
