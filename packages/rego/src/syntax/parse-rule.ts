import type { Body, Head, Rule } from "./ast.ts";
import { withoutIf } from "./bare-rules.ts";
import type { Cursor } from "./cursor.ts";
import { defaultProblems } from "./default-rules.ts";
import { readBraces } from "./parse-braces.ts";
import { isElse, readElse } from "./parse-else.ts";
import type { ParseProblem } from "./parse-error.ts";
import { readHead } from "./parse-head.ts";
import { missingWord } from "./rule-words.ts";
import type { Token } from "./token.ts";

/**
 * What a statement defines: a rule, and one more for each further body. `isBare`: a head alone, which is a rule only if
 * nothing but a head stands there. `missing`: words that are needed since Rego v1.
 */
type RuleStatement = {
  readonly rules: readonly Rule[];
  readonly isBare: boolean;
  readonly missing: readonly ParseProblem[];
};

/** A statement that defines rules; undefined where none stands. */
export function readRules(cursor: Cursor): RuleStatement | undefined {
  const { loc, token: first } = cursor;
  cursor.takeRefAsName();
  const isDefault = cursor.takeKeyword("default");
  if (isDefault) {
    cursor.mark("expression", first);
    cursor.takeRefAsName();
  }
  if (!cursor.isName) {
    if (isDefault) failKeywordName(cursor);
    return undefined;
  }
  const { token } = cursor;
  const head = readHead(cursor, isDefault);
  if (head === undefined) return undefined;
  cursor.mark("head", token, loc);
  return isDefault ? defaultRule(cursor, head, loc) : readDefinition(cursor, head, first);
}

/** Words that cannot name a rule, and what follows them where they are meant to. */
const ruleSigns = [":=", "=", "if", "contains", "("];
const operatorSigns = [":=", "=", "if", "contains"];
const pathSigns = [":=", "=", "("];
const signsOfRules: Readonly<Record<string, readonly string[]>> = {
  every: ruleSigns,
  if: ruleSigns,
  in: ruleSigns,
  some: ruleSigns,
  as: ruleSigns,
  package: pathSigns,
  import: pathSigns,
  not: operatorSigns,
  and: operatorSigns,
  or: operatorSigns,
  contains: ["if", "contains"],
};

/** Notes that a keyword stands where the name of a rule is meant; true if so. */
export function refusesKeywordName(cursor: Cursor): boolean {
  const { token, following } = cursor;
  if (!cursor.isKeyword(token.text) || !Object.hasOwn(signsOfRules, token.text)) return false;
  const isWord = following.kind === "identifier" && cursor.isReserved(following.text);
  if (!isWord && following.kind !== "symbol") return false;
  if (signsOfRules[token.text]?.includes(following.text) !== true) return false;
  failKeywordName(cursor);
  return true;
}

function failKeywordName(cursor: Cursor): void {
  const { token } = cursor;
  if (cursor.isKeyword(token.text) && Object.hasOwn(signsOfRules, token.text)) {
    cursor.fail(`${token.text} keyword cannot be used for rule name`);
  }
}

function defaultRule(cursor: Cursor, head: Head, loc: Rule["loc"]): RuleStatement | undefined {
  // Of a name with one part behind it, what is meant is not clear; any other has the value true.
  const isTrue = head.value === undefined && head.contains === undefined && head.path.length !== 1;
  const whole: Head = isTrue ? { ...head, value: { kind: "scalar", value: true, loc } } : head;
  const problems = defaultProblems(whole);
  for (const problem of problems) cursor.fail(problem, loc);
  if (problems.length > 0) return undefined;
  return statement([{ kind: "rule", isDefault: true, head: whole, body: [], orElse: undefined, loc }]);
}

function statement(rules: readonly Rule[], missing: readonly ParseProblem[] = [], isBare = false): RuleStatement {
  return { rules, missing, isBare };
}

function readDefinition(cursor: Cursor, head: Head, first: Token): RuleStatement | undefined {
  const { loc } = first;
  const hasIf = cursor.takeKeyword("if");
  const shaped = hasIf ? head : withoutIf(head);
  const plain: Rule = { kind: "rule", isDefault: false, head: shaped, body: [], orElse: undefined, loc };
  if (!hasIf && !cursor.isSymbol("{")) {
    const isSet = head.contains !== undefined;
    if (isSet) cursor.mark("expression", first, loc, first.end);
    return statement([plain], missingWord(head, { loc, hasIf: false, hasBody: false }), !isSet);
  }
  const body = hasIf ? readIfBody(cursor) : readBraces(cursor);
  return body === undefined ? undefined : readFurther(cursor, { ...plain, body }, { written: head, hasIf });
}

type Written = { readonly written: Head; readonly hasIf: boolean };

/** `else` branches, or further bodies of the same head. */
function readFurther(cursor: Cursor, first: Rule, { written, hasIf }: Written): RuleStatement | undefined {
  const { head, loc } = first;
  const missing = missingWord(written, { loc, hasIf, hasBody: true });
  if (isElse(cursor)) {
    const refusal = elseRefusal(head, hasIf);
    if (refusal !== undefined) return cursor.fail(refusal);
    const orElse = readElse(cursor, head, (rule, has) => {
      missing.push(...missingWord(written, { loc: rule.loc, hasIf: has, hasBody: true, isElse: true }));
    });
    if (orElse === undefined) return undefined;
    return cursor.isSymbol("{") ? cursor.fail("expected else keyword") : statement([{ ...first, orElse }], missing);
  }
  const rules: Rule[] = [first];
  while (cursor.isSymbol("{")) {
    const { loc: at } = cursor;
    const body = readBraces(cursor);
    if (body === undefined) return undefined;
    rules.push({ ...first, head: { ...head, loc: at }, body, loc: at });
    missing.push(...missingWord(written, { loc: at, hasIf, hasBody: true }));
  }
  return statement(rules, missing);
}

/** Without `if`, `p.q := 1` is a member of the object `p`, whatever its key. */
function elseRefusal({ path, args, contains }: Head, hasIf: boolean): string | undefined {
  if (path.some(({ kind }) => kind !== "scalar")) return "else keyword cannot be used on rules with variables in head";
  const isMember = !hasIf && path.length === 1 && args === undefined;
  return isMember || contains !== undefined ? "else keyword cannot be used on multi-value rules" : undefined;
}

/** After `if`: one expression, or a body in braces. A set literal is never false, so its braces are a body's. */
function readIfBody(cursor: Cursor): Body | undefined {
  const isBraced = cursor.isSymbol("{");
  const start = cursor.save();
  const expr = cursor.expr();
  const isSet = isBraced && expr?.kind === "term" && expr.term.kind === "set";
  if (expr !== undefined && !isSet) return [expr];
  if (!isBraced) return undefined;
  cursor.restore(start);
  return readBraces(cursor);
}
