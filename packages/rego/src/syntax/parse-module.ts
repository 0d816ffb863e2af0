import { type CompileError, RegoCompileError } from "../errors.ts";
import type { Body, Comment, Import, Module, Term } from "./ast.ts";
import { Cursor, type Grammar } from "./cursor.ts";
import { futureKeywords } from "./keywords.ts";
import { tokenize } from "./lexer.ts";
import { lineAt } from "./line-at.ts";
import { missingKeyword } from "./missing-keywords.ts";
import { checkDepth } from "./nesting.ts";
import { readBody, readExpr, readStatementBody } from "./parse-body.ts";
import { ParseError, type ParseProblem } from "./parse-error.ts";
import { readOperand } from "./parse-operand.ts";
import { readStatements, type Statement } from "./parse-statements.ts";
import { readTerm } from "./parse-term.ts";
import { withHints } from "./problem-list.ts";
import type { Spans } from "./spans.ts";

/** Which keywords a source may use without importing them. */
export type RegoVersion = 0 | 1;

export const grammar: Grammar = { term: readTerm, operand: readOperand, expr: readExpr, body: readBody };

type ModuleReading = {
  readonly spans?: Spans | undefined;
  /** What is wrong with comments: those up to where the statements are read. */
  readonly problemsOfComments?: ((comments: readonly Comment[]) => readonly ParseProblem[]) | undefined;
};

/** Reads one module; what is wrong with it is thrown as one {@link ParseError}. */
export function parseModule(file: string, source: string, version: RegoVersion, reading: ModuleReading = {}): Module {
  const { spans, problemsOfComments } = reading;
  const { cursor, comments } = cursorOver(file, source, version, spans);
  const statements = readStatements(cursor);
  const met = cursor.atEnd ? comments : comments.filter(({ row }) => row <= cursor.loc.row);
  throwIfBroken(pointedAt([...cursor.problems, ...(problemsOfComments?.(met) ?? [])], source));
  const [first] = statements;
  if (first === undefined) throw new ParseError([nothingStated(file, problemsOfComments && comments)]);
  const imports = statements.flatMap((statement) => (statement.kind === "import" ? [statement.import] : []));
  const usesV1 = version === 1 || imports.some(isRegoImport);
  throwIfBroken(problemsOf(statements, usesV1));
  const rules = statements.flatMap((statement) => (statement.kind === "rules" ? statement.rules : []));
  const path = first.kind === "package" ? first.path : [];
  return { kind: "module", comments, path, imports, rules, regoVersion: usesV1 ? 1 : 0, loc: first.loc };
}

/** What is wrong with a module of nothing but comments: METADATA, where they are read, is a statement already. */
function nothingStated(file: string, comments: readonly Comment[] = []): ParseProblem {
  const metadata = comments.find(({ col, text }) => col === 1 && text.trim() === "METADATA");
  if (metadata === undefined) return { message: "empty module", location: { file, row: 0, col: 0 } };
  return { message: "package expected", location: { file, row: metadata.row, col: metadata.col } };
}

/** What is wrong with statements that can be read, in the order in which OPA looks. */
function problemsOf(statements: readonly Statement[], usesV1: boolean): ParseProblem[] {
  const [first, ...others] = statements;
  const problems: ParseProblem[] = [];
  if (first !== undefined && first.kind !== "package")
    problems.push({ message: "package expected", location: first.loc });
  for (const [i, statement] of others.entries()) {
    if (statement.kind === "package") problems.push({ message: "unexpected package", location: statement.loc });
    if (statement.kind !== "lines") continue;
    const hints = usesV1 ? [] : missingKeyword(statement, others[i + 1]);
    problems.push({ message: withHints(statement.refusal, hints), location: statement.loc });
  }
  if (usesV1) for (const statement of others) if (statement.kind === "rules") problems.push(...statement.missing);
  return problems;
}

/** `import rego.v1`: the module is written as in that version. */
function isRegoImport({ path: [root] }: Import): boolean {
  return root === "rego";
}

/** Reads a query: a row of statements, between which nothing has to stand. */
export function parseQuery(file: string, source: string, version: RegoVersion, spans?: Spans): Body {
  const { cursor } = cursorOver(file, source, version, spans);
  const body: Body[number][] = [];
  if (cursor.atEnd) cursor.fail("found empty body");
  while (!cursor.atEnd) {
    const lines = readStatementBody(cursor);
    if (lines === undefined) break;
    body.push(...lines);
  }
  throwIfBroken(pointedAt(cursor.problems, source));
  return checkDepth(body);
}

/** Reads a single term, such as the text form of an input document. */
export function parseTerm(file: string, source: string): Term {
  const { cursor } = cursorOver(file, source, 1);
  const term = cursor.term();
  if (term !== undefined && !cursor.atEnd && !cursor.hasProblems) cursor.unexpected("expected end");
  throwIfBroken(pointedAt(cursor.problems, source));
  return checkDepth(term as Term);
}

/** Of more problems nobody wants to see the line, and a hostile source has any number of them in one. */
const mostPointed = 100;

/** Problems with the lines in which they are. */
function pointedAt(problems: readonly ParseProblem[], source: string): ParseProblem[] {
  return problems.map((problem, i) => {
    const details = i < mostPointed ? lineAt(source, problem.location) : undefined;
    return details === undefined ? problem : { ...problem, details };
  });
}

function throwIfBroken(problems: readonly ParseProblem[]): void {
  if (problems.length > 0) throw new ParseError(problems);
}

function cursorOver(
  file: string,
  source: string,
  version: RegoVersion,
  spans?: Spans,
): { cursor: Cursor; comments: Comment[] } {
  const { tokens, comments } = tokenize(file, source);
  const keywords = version === 1 ? futureKeywords : [];
  return { cursor: new Cursor(tokens, { source, grammar, version, keywords, spans }), comments };
}

/** Turns what ends the reading of a source into OPA's form. */
export function asCompileErrors(error: unknown): CompileError[] {
  if (!(error instanceof ParseError)) throw error;
  return error.problems.map((problem) => ({ code: "rego_parse_error", ...problem }));
}

export function throwAsCompileError(error: unknown): never {
  throw new RegoCompileError(asCompileErrors(error));
}
