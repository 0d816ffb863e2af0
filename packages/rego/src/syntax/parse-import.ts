import type { Import, Term } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { allFutureKeywords, experimentalKeywords, futureKeywords, isKeywordIn } from "./keywords.ts";
import { isPathKeyword, namesOf, readPath } from "./parse-path.ts";

/** An import; undefined where the word is the name of a rule, or nothing that can be imported follows it. */
export function readImport(cursor: Cursor): Import | undefined {
  const { loc } = cursor.token;
  if (isPathKeyword(cursor)) return undefined;
  cursor.advance();
  if (cursor.token.kind !== "identifier") return cursor.unexpected();
  const term = cursor.withoutKeywords(allFutureKeywords, () => readPath(cursor));
  if (term === undefined) return cursor.fail("expected path");
  const path = constantPath(cursor, term);
  if (path === undefined) return undefined;
  const [root = ""] = path;
  if (!["data", "input", "future", "rego"].includes(root)) {
    cursor.hint("if this is unexpected, try updating OPA");
    const roots = "{data, future, input, rego}";
    return cursor.fail(`unexpected import path, must begin with one of: ${roots}, got: ${root}`, term.loc);
  }
  if (cursor.takeKeyword("as")) return readAlias(cursor, term, { kind: "import", path, alias: undefined, loc });
  refuseKeyword(cursor, path, term);
  takeLanguage(cursor, path, term.loc);
  return { kind: "import", path, alias: undefined, loc };
}

function constantPath(cursor: Cursor, term: Term): string[] | undefined {
  if (term.kind === "var") return [term.name];
  if (term.kind !== "ref" || term.head.kind !== "var") return cursor.fail("expected path");
  return namesOf(cursor, term.head.name, term.path);
}

function readAlias(cursor: Cursor, path: Term, import_: Import): Import | undefined {
  if (!cursor.isName) return cursor.unexpected("expected var");
  const { text } = cursor.token;
  const alias = cursor.operand();
  const [root = ""] = import_.path;
  if (alias?.kind === "var") {
    if (root === "future" || root === "rego") cursor.fail(`\`${root}\` imports cannot be aliased`, alias.loc);
    takeLanguage(cursor, [], path.loc);
    return { ...import_, alias: text };
  }
  if (alias?.kind === "ref" && alias.path.length === 0) {
    return cursor.fail(`unexpected import alias, must not be a reserved name, got: ${text}`, alias.loc);
  }
  return cursor.unexpected("expected var");
}

/** The last part of a path is the name it gets, so it cannot be a keyword. */
function refuseKeyword(cursor: Cursor, path: readonly string[], term: Term): void {
  const name = path.at(-1) ?? "";
  if (!isKeywordIn(name, cursor.version) || (path[0] === "future" && path.length > 1)) return;
  const last = term.kind === "ref" ? term.path.at(-1) : undefined;
  cursor.hint("import a different path or use an alias");
  cursor.fail(`unexpected import path, must not end with a keyword, got: ${name}`, last?.loc ?? term.loc);
}

/** Imports of the language add keywords to what follows. */
function takeLanguage(cursor: Cursor, path: readonly string[], loc: Term["loc"]): void {
  const [root, name, keyword] = path;
  if (root === "rego") takeVersion(cursor, path, loc);
  if (root !== "future") return;
  if (name !== "keywords") cursor.fail("invalid import, must be `future.keywords`", loc);
  else if (keyword === undefined || path.length > 3) cursor.addKeywords(allFutureKeywords);
  else if (allFutureKeywords.includes(keyword)) cursor.addKeywords(keyword === "every" ? ["every", "in"] : [keyword]);
  else cursor.fail(`unexpected keyword, must be one of [${allFutureKeywords.toSorted().join(" ")}]`, loc);
}

function takeVersion(cursor: Cursor, [, name, ...rest]: readonly string[], loc: Term["loc"]): void {
  if (rest.length > 0 || (name !== "v1" && name !== "v2")) {
    const path = ["rego", name, ...rest].filter((part) => part !== undefined).join(".");
    cursor.fail(`invalid import \`${path}\`, must be one of: \`rego.v1\`, \`rego.v2\``, loc);
    return;
  }
  cursor.addKeywords(name === "v1" ? futureKeywords : [...futureKeywords, ...experimentalKeywords]);
}
