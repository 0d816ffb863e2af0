import type { Term } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { valueKind } from "./default-rules.ts";
import { deepestNesting, tooDeep } from "./nesting.ts";

/** Whether `package` or `import` stands before a dot or a bracket, and so is a name. */
export function isPathKeyword({ following }: Cursor): boolean {
  return following.kind === "symbol" && !following.spaced && (following.text === "." || following.text === "[");
}

/** The term behind `package` or `import`. Any word can begin it. */
export function readPath(cursor: Cursor): Term | undefined {
  if (cursor.token.kind !== "identifier") return cursor.unexpected();
  cursor.takeAsName();
  return cursor.operand();
}

/** The path of a package; undefined where the word is the name of a rule. */
export function readPackage(cursor: Cursor): readonly string[] | undefined {
  if (isPathKeyword(cursor)) return undefined;
  cursor.advance();
  const term = readPath(cursor);
  if (term === undefined) return undefined;
  if (term.kind === "var") return [term.name];
  if (term.kind !== "ref") return cursor.unexpected();
  if (term.head.kind !== "var") {
    return cursor.fail(`unexpected ${valueKind(term.head)} token: expecting var`, term.head.loc);
  }
  if (term.path.length > deepestNesting) throw tooDeep(term.loc);
  return namesOf(cursor, term.head.name, term.path);
}

/** A path's names, all of which are texts behind the first. */
export function namesOf(cursor: Cursor, first: string, parts: readonly Term[]): string[] | undefined {
  const path = [first];
  for (const part of parts) {
    if (part.kind !== "scalar" || typeof part.value !== "string") {
      return cursor.fail(`unexpected ${valueKind(part)} token: expecting string`, part.loc);
    }
    path.push(part.value);
  }
  return path;
}
