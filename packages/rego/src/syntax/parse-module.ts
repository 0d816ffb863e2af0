import { type CompileError, RegoCompileError } from "../errors.ts";
import type { Body, Comment, Import, Module, Rule, Term } from "./ast.ts";
import { Cursor, experimentalKeywords, futureKeywords } from "./cursor.ts";
import { tokenize } from "./lexer.ts";
import { checkDepth, deepestNesting, isShort, tooDeep } from "./nesting.ts";
import { readBody } from "./parse-body.ts";
import { ParseError } from "./parse-error.ts";
import { readRules } from "./parse-rule.ts";
import { readOperand, readSuffixes, readTerm, readVar } from "./parse-term.ts";
import type { Spans } from "./spans.ts";

/** Which keywords a source may use without importing them. */
export type RegoVersion = 0 | 1;

/** Reads one module; errors are thrown as {@link ParseError}. */
export function parseModule(file: string, source: string, version: RegoVersion, spans?: Spans): Module {
  const { cursor, comments } = cursorOver(file, source, version, spans);
  const { loc } = cursor;
  if (cursor.atEnd) throw new ParseError("empty module", loc);
  if (!cursor.takeKeyword("package")) throw cursor.unexpected("package expected");
  const path = readPackagePath(cursor);
  const imports: Import[] = [];
  const rules: Rule[] = [];
  while (!cursor.atEnd) {
    while (cursor.takeSymbol(";"));
    if (cursor.atEnd) break;
    if (cursor.isKeyword("import") && !(cursor.following.kind === "symbol")) imports.push(readImport(cursor));
    else rules.push(...readShallowRules(cursor, version === 1 || imports.some(isRegoImport)));
  }
  const usesV1 = version === 1 || imports.some(isRegoImport);
  return { kind: "module", comments, path, imports, rules, regoVersion: usesV1 ? 1 : 0, loc };
}

function readShallowRules(cursor: Cursor, isV1: boolean): Rule[] {
  const { start } = cursor.token;
  const rules = readRules(cursor, isV1);
  return isShort(cursor.token.start - start) ? rules : checkDepth(rules);
}

/** `import rego.v1`: the module is written as in that version. */
function isRegoImport({ path: [root] }: Import): boolean {
  return root === "rego";
}

/** Reads a query: a body without braces. */
export function parseQuery(file: string, source: string, version: RegoVersion, spans?: Spans): Body {
  return checkDepth(readBody(cursorOver(file, source, version, spans).cursor, ""));
}

/** Reads a single term, such as the text form of an input document. */
export function parseTerm(file: string, source: string): Term {
  const { cursor } = cursorOver(file, source, 1);
  const term = readTerm(cursor);
  if (!cursor.atEnd) throw cursor.unexpected("expected end");
  return checkDepth(term);
}

function cursorOver(
  file: string,
  source: string,
  version: RegoVersion,
  spans?: Spans,
): { cursor: Cursor; comments: Comment[] } {
  const { tokens, comments } = tokenize(file, source);
  const keywords = new Set(version === 1 ? futureKeywords : []);
  return { cursor: new Cursor(tokens, keywords, readBody, { spans, hasTemplates: version === 1 }), comments };
}

function readPackagePath(cursor: Cursor): string[] {
  const { loc } = cursor;
  if (cursor.token.kind !== "identifier") throw cursor.unexpected("expected ident");
  // Any word can be the name of a package.
  const path = constantPath(cursor, readSuffixes(cursor, readVar(cursor)));
  if (path.length > deepestNesting) throw tooDeep(loc);
  return path;
}

function readPath(cursor: Cursor): Term {
  if (cursor.token.kind !== "identifier") throw cursor.unexpected("expected ident");
  return readOperand(cursor);
}

function constantPath(cursor: Cursor, term: Term): string[] {
  if (term.kind === "var") return [term.name];
  if (term.kind !== "ref" || term.head.kind !== "var") throw cursor.unexpected("expected path", term.loc);
  return [term.head.name, ...term.path.map((part) => constantPart(cursor, part))];
}

function constantPart(cursor: Cursor, term: Term): string {
  if (term.kind === "scalar" && typeof term.value === "string") return term.value;
  throw cursor.unexpected("expected path to contain only string constants", term.loc);
}

function readImport(cursor: Cursor): Import {
  const { loc } = cursor.advance();
  const path = constantPath(cursor, readPath(cursor));
  const [root = "", name, keyword] = path;
  if (!["data", "input", "future", "rego"].includes(root)) {
    throw new ParseError(
      `unexpected import path, must begin with one of: {data, future, input, rego}, got: ${root}`,
      loc,
    );
  }
  if (root === "rego") {
    if ((name !== "v1" && name !== "v2") || path.length !== 2) {
      throw new ParseError("invalid import, must be `rego.v1` or `rego.v2`", loc);
    }
    const words = name === "v1" ? futureKeywords : [...futureKeywords, ...experimentalKeywords];
    for (const word of words) cursor.keywords.add(word);
  }
  if (root === "future") importKeywords(cursor, name, keyword, loc);
  let alias: string | undefined;
  if (cursor.takeKeyword("as")) {
    if (cursor.token.kind !== "identifier" || cursor.isReserved(cursor.token.text))
      throw cursor.unexpected("expected var");
    alias = cursor.advance().text;
  }
  return { kind: "import", path, alias, loc };
}

function importKeywords(
  cursor: Cursor,
  name: string | undefined,
  keyword: string | undefined,
  loc: Import["loc"],
): void {
  if (name !== "keywords") throw new ParseError("invalid import, must be `future.keywords`", loc);
  if (keyword === undefined) for (const word of [...futureKeywords, ...experimentalKeywords]) cursor.keywords.add(word);
  else if (futureKeywords.includes(keyword) || experimentalKeywords.includes(keyword)) {
    cursor.keywords.add(keyword);
    if (keyword === "every") cursor.keywords.add("in");
  } else throw new ParseError(`unexpected keyword, must be one of [contains every if in], got: ${keyword}`, loc);
}

/** Turns the error that ends the reading of a source into OPA's form. */
export function asCompileError(error: unknown): CompileError {
  if (!(error instanceof ParseError)) throw error;
  return { code: "rego_parse_error", message: error.message, location: error.location };
}

export function throwAsCompileError(error: unknown): never {
  throw new RegoCompileError([asCompileError(error)]);
}
