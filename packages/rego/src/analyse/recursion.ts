import type { Body, CallTerm, RefTerm, Term } from "../syntax/ast.ts";
import { type Clause, groupsUnder, type Program, pathKey, pathText, type RuleGroup, type RuleNode } from "./program.ts";
import type { ErrorReport } from "./report.ts";
import { bodiesOf, isDocument, termsOf, visitTerm } from "./variables.ts";

/** Reports every rule that can come to need its own value. */
export function checkRecursion(program: Program, report: ErrorReport): void {
  const needs = new Map(program.groups.map((group) => [group, dependenciesOf(program, group)]));
  for (const group of program.groups) {
    const path = pathBackTo(group, needs);
    if (path === undefined) continue;
    const kind = group.kind === "function" ? "function" : "rule";
    const names = path.map((step) => pathText(step.path)).join(" -> ");
    const loc = (group.clauses[0] ?? group.defaultClause)?.loc;
    if (loc !== undefined)
      report.add("rego_recursion_error", `${kind} ${pathText(group.path)} is recursive: ${names}`, loc);
  }
}

type Needs = ReadonlyMap<RuleGroup, ReadonlySet<RuleGroup>>;

/** The shortest way from a rule back to itself. */
function pathBackTo(start: RuleGroup, needs: Needs): readonly RuleGroup[] | undefined {
  const seen = new Set<RuleGroup>();
  let ends: (readonly RuleGroup[])[] = [[start]];
  while (ends.length > 0) {
    const next: (readonly RuleGroup[])[] = [];
    for (const path of ends) {
      for (const group of needs.get(path.at(-1) as RuleGroup) ?? []) {
        if (group === start) return [...path, group];
        if (seen.has(group)) continue;
        seen.add(group);
        next.push([...path, group]);
      }
    }
    ends = next;
  }
  return undefined;
}

function dependenciesOf(program: Program, { clauses, defaultClause }: RuleGroup): Set<RuleGroup> {
  const found = new Set<RuleGroup>();
  for (const clause of defaultClause === undefined ? clauses : [...clauses, defaultClause]) {
    for (let part: Clause | undefined = clause; part !== undefined; part = part.orElse) {
      addFromBody(program, part.body, found);
      const heads = [...part.args, ...part.keys, part.value, ...(part.contains === undefined ? [] : [part.contains])];
      for (const term of heads) addFromTerm(program, term, found);
    }
  }
  return found;
}

function addFromBody(program: Program, body: Body, found: Set<RuleGroup>): void {
  for (const expr of body) {
    for (const term of termsOf(expr)) addFromTerm(program, term, found);
    for (const inner of bodiesOf(expr)) addFromBody(program, inner, found);
  }
}

function addFromTerm(program: Program, term: Term, found: Set<RuleGroup>): void {
  visitTerm(term, (part) => {
    if (part.kind === "ref") addRef(program, part, found);
    else if (part.kind === "call") addCall(program, part, found);
  });
}

function addCall({ functions }: Program, { callee }: CallTerm, found: Set<RuleGroup>): void {
  const group = callee.kind === "ref" ? functions.get(pathKey(constants(callee))) : undefined;
  if (group !== undefined) found.add(group);
}

function addRef({ root, functions }: Program, ref: RefTerm, found: Set<RuleGroup>): void {
  if (!isDocument(ref.head) || ref.head.kind !== "var" || ref.head.name !== "data") return;
  for (const group of groupsAt(root, ref.path)) found.add(group);
  const replacement = functions.get(pathKey(constants(ref)));
  if (replacement !== undefined) found.add(replacement);
}

function constants({ path }: RefTerm): string[] {
  return path.map((part) => (part.kind === "scalar" && typeof part.value === "string" ? part.value : ""));
}

/** Rules a ref can mean; an operand that is not constant can be any key. */
function groupsAt(node: RuleNode, [part, ...rest]: readonly Term[]): RuleGroup[] {
  if (node.group !== undefined) return [node.group];
  if (part === undefined) return groupsUnder(node);
  if (part.kind !== "scalar") return [...node.children.values()].flatMap((child) => groupsAt(child, rest));
  const child = typeof part.value === "string" ? node.children.get(part.value) : undefined;
  return child === undefined ? [] : groupsAt(child, rest);
}
