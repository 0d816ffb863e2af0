import type { Head, Term, VarTerm } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { deepestNesting, tooDeep } from "./nesting.ts";
import { readRef } from "./parse-ref.ts";
import { printTerm } from "./print/print-term.ts";

const operators = new Set(["+", "-", "*", "/", "%", "&", "|", "==", "!=", ">", ">=", "<", "<="]);

/** The head of a rule, from its name to its value or key. What is wrong with these is noted, and the head still read. */
export function readHead(cursor: Cursor, isDefault: boolean): Head | undefined {
  const { loc } = cursor;
  const named = readName(cursor);
  if (named === undefined) return cursor.unexpected("expected rule head name");
  const parts = headParts(named);
  if (parts === undefined) return undefined;
  if (parts.path.length > deepestNesting) throw tooDeep(loc);
  const base = { kind: "head", ...parts, loc } as const;
  return cursor.isKeyword("contains")
    ? { ...base, contains: readKey(cursor, parts), value: undefined, assigned: false }
    : {
        ...base,
        contains: undefined,
        ...readValue(cursor, (assigned) => valueNote(assigned, { ...parts, isDefault })),
      };
}

/** The ref or call at the start of a head. White space may stand before its first dot or bracket. */
function readName(cursor: Cursor): Term | undefined {
  const name = cursor.variable();
  const { token } = cursor;
  if (token.kind !== "symbol") return name;
  if (!token.spaced && operators.has(token.text)) cursor.unexpected();
  return [".", "[", "("].includes(token.text) ? readRef(cursor, name) : name;
}

/** What a head says before its value. Without arguments `f()` is the rule `f`. */
export function headParts(term: Term): Pick<Head, "name" | "path" | "args"> | undefined {
  if (term.kind === "var") return { name: term, path: [], args: undefined };
  if (term.kind === "ref") {
    return term.head.kind === "var" ? { name: term.head, path: term.path, args: undefined } : undefined;
  }
  if (term.kind !== "call") return undefined;
  const { callee, args } = term;
  const own = args.length === 0 ? undefined : args;
  if (callee.kind === "builtin")
    return { name: { kind: "var", name: callee.name, loc: callee.loc }, path: [], args: own };
  const parts = headParts(callee);
  return parts === undefined ? undefined : { ...parts, args: own };
}

function refText(name: VarTerm, path: readonly Term[]): string {
  return printTerm(path.length === 0 ? name : { kind: "ref", head: name, path, loc: name.loc });
}

function readKey(cursor: Cursor, { name, path, args }: Pick<Head, "name" | "path" | "args">): Term | undefined {
  const example = (): string => `(e.g., ${refText(name, path)} contains <VALUE> { ... })`;
  if (args !== undefined) {
    cursor.unexpected(`the contains keyword can only be used with multi-value rule definitions ${example()}`);
  }
  cursor.advance();
  return readHeadTerm(cursor) ?? cursor.unexpected(`expected rule key term ${example()}`);
}

function readValue(cursor: Cursor, note: (assigned: boolean) => string): Pick<Head, "value" | "assigned"> {
  const assigned = cursor.isSymbol(":=");
  if (!assigned && !cursor.isSymbol("=")) return { value: undefined, assigned };
  cursor.advance();
  const value = readHeadTerm(cursor);
  if (value === undefined) cursor.unexpected(`expected ${note(assigned)}`);
  return { value, assigned };
}

type Named = Pick<Head, "name" | "path" | "args"> & { readonly isDefault: boolean };

function valueNote(assigned: boolean, { name, path, args, isDefault }: Named): string {
  const text = refText(name, path);
  if (!assigned) return `rule value term (e.g., ${text}[<nil>] = <VALUE> { ... })`;
  if (args !== undefined) return `function value term (e.g., ${text}(...) := <VALUE> { ... })`;
  if (isDefault) return `default rule value term (e.g., default ${text} := <VALUE>)`;
  return `rule value term (e.g., ${text} := <VALUE> { ... })`;
}

export function readHeadTerm(cursor: Cursor): Term | undefined {
  const { token } = cursor;
  const term = cursor.term();
  if (term !== undefined) cursor.mark("value", token);
  return term;
}
