import type { Body, Term, With } from "../syntax/ast.ts";
import { type Clause, type Program, pathKey, pathText } from "./program.ts";
import { bodiesOf, partsOf, termsOf } from "./variables.ts";

/** Names of the functions that some `with` in the program replaces. */
export function mockedInProgram(program: Program): Set<string> {
  const names = new Set<string>();
  for (const { clauses, defaultClause } of program.groups) {
    for (const clause of defaultClause === undefined ? clauses : [...clauses, defaultClause]) {
      for (let part: Clause | undefined = clause; part !== undefined; part = part.orElse)
        addFromClause(program, part, names);
    }
  }
  return names;
}

function addFromClause(program: Program, clause: Clause, names: Set<string>): void {
  addFromBody(program, clause.body, names);
  const heads = [
    ...clause.args,
    ...clause.keys,
    clause.value,
    ...(clause.contains === undefined ? [] : [clause.contains]),
  ];
  for (const term of heads) addFromTerm(program, term, names);
}

/** Names of the functions that a `with` in a body replaces. */
export function mockedInBody(program: Program, body: Body): Set<string> {
  const names = new Set<string>();
  addFromBody(program, body, names);
  return names;
}

function addFromBody(program: Program, body: Body, names: Set<string>): void {
  for (const expr of body) {
    for (const { target } of expr.withs) {
      const name = functionName(program, target);
      if (name !== undefined) names.add(name);
    }
    for (const term of termsOf(expr)) addFromTerm(program, term, names);
    for (const inner of bodiesOf(expr)) addFromBody(program, inner, names);
  }
}

function addFromTerm(program: Program, term: Term, names: Set<string>): void {
  if ("body" in term) addFromBody(program, term.body, names);
  for (const part of partsOf(term)) addFromTerm(program, part, names);
}

/** The name under which calls look for a replacement; undefined where the target is no function. */
export function functionName({ functions }: Program, target: With["target"]): string | undefined {
  if (target.kind === "builtin") return target.name;
  if (target.kind !== "ref") return undefined;
  const path = target.path.map((part) => (part.kind === "scalar" ? String(part.value) : ""));
  return functions.has(pathKey(path)) ? pathText(path) : undefined;
}
