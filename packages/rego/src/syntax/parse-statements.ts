import type { Body, Expr, Import, Rule } from "./ast.ts";
import { headOf, notRule, withoutIf } from "./bare-rules.ts";
import type { Cursor } from "./cursor.ts";
import { checkDepth, isShort } from "./nesting.ts";
import { readStatementBody } from "./parse-body.ts";
import type { ParseProblem } from "./parse-error.ts";
import { readImport } from "./parse-import.ts";
import { readPackage } from "./parse-path.ts";
import { readRules, refusesKeywordName } from "./parse-rule.ts";
import { missingWord } from "./rule-words.ts";
import type { Token } from "./token.ts";

type Placed = { readonly loc: Body[number]["loc"] };

export type Statement = Placed &
  (
    | { readonly kind: "package"; readonly path: readonly string[] }
    | { readonly kind: "import"; readonly import: Import }
    | { readonly kind: "rules"; readonly rules: readonly Rule[]; readonly missing: readonly ParseProblem[] }
    /** What is no rule, and why. */
    | { readonly kind: "lines"; readonly lines: Body; readonly refusal: string }
  );

/** All statements of a module, up to the first that cannot be read. */
export function readStatements(cursor: Cursor): Statement[] {
  const statements: Statement[] = [];
  while (!cursor.atEnd) {
    cursor.forgetTerms();
    const { start } = cursor.token;
    const statement = readStatement(cursor);
    if (statement === undefined) return statements;
    if (!isShort(cursor.token.start - start)) checkDepth(statement);
    statements.push(statement);
  }
  return statements;
}

function readStatement(cursor: Cursor): Statement | undefined {
  if (refusesKeywordName(cursor)) return undefined;
  for (const read of readersAt(cursor)) {
    const start = cursor.save();
    const statement = read(cursor);
    if (statement !== undefined) return statement;
    if (cursor.hasProblems) return undefined;
    cursor.restore(start);
  }
  return readLines(cursor);
}

type StatementReader = (cursor: Cursor) => Statement | undefined;

function readersAt(cursor: Cursor): readonly StatementReader[] {
  if (cursor.isKeyword("package")) return [readPackageStatement, readRuleStatement];
  return cursor.isKeyword("import") ? [readImportStatement, readRuleStatement] : [readRuleStatement];
}

/** A minus behind a path would be read as one before the next statement. */
function refusesMinus(cursor: Cursor): boolean {
  if (!cursor.isSymbol("-")) return false;
  cursor.unexpected();
  return true;
}

function readPackageStatement(cursor: Cursor): Statement | undefined {
  const { loc } = cursor;
  const path = readPackage(cursor);
  return path === undefined || refusesMinus(cursor) ? undefined : { kind: "package", path, loc };
}

function readImportStatement(cursor: Cursor): Statement | undefined {
  const { loc } = cursor;
  const import_ = readImport(cursor);
  return import_ === undefined || refusesMinus(cursor) ? undefined : { kind: "import", import: import_, loc };
}

function readRuleStatement(cursor: Cursor): Statement | undefined {
  const { loc, following } = cursor;
  const start = cursor.save();
  const read = readRules(cursor);
  if (read === undefined) return undefined;
  const { rules, missing, isBare } = read;
  if (!isBare) return { kind: "rules", rules, missing, loc };
  if (cursor.hasProblems) return undefined;
  // What is read as a head is the line that stands here, unless white space stands in it or something goes on with it.
  const isLine = rules[0]?.head.value !== undefined && !isSpacedSuffix(following) && endsLine(cursor);
  if (isLine) return { kind: "rules", rules, missing, loc };
  cursor.restore(start);
  return readLines(cursor);
}

/** Whether nothing can go on with a term that ends here. */
function endsLine(cursor: Cursor): boolean {
  const { kind } = cursor.token;
  if (kind === "end") return true;
  return kind === "identifier" && !["with", "in", "and", "or"].some((word) => cursor.isKeyword(word));
}

/** Lines without `if` or braces: a rule if they are a head, and otherwise a mistake. */
function readLines(cursor: Cursor): Statement | undefined {
  const { loc } = cursor;
  const lines = readStatementBody(cursor);
  if (lines === undefined) return undefined;
  const refusal = notRule(lines);
  if (refusal !== undefined) return { kind: "lines", lines, refusal, loc };
  const head = headOf(lines[0] as Expr);
  const rule: Rule = { kind: "rule", isDefault: false, head: withoutIf(head), body: [], orElse: undefined, loc };
  return { kind: "rules", rules: [rule], missing: missingWord(head, { loc, hasIf: false, hasBody: false }), loc };
}

/** Before a head, white space in front of a bracket does not matter; anywhere else it ends the term. */
function isSpacedSuffix({ kind, text, spaced }: Token): boolean {
  return spaced && kind === "symbol" && (text === "[" || text === "(" || text === ".");
}
