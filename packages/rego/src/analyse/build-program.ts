import type { Module, Rule, Term } from "../syntax/ast.ts";
import { compare } from "../values/compare.ts";
import type { Value } from "../values/value.ts";
import type { NameTable } from "./name-table.ts";
import { type Clause, type Program, pathKey, pathText, type RuleGroup, type RuleNode } from "./program.ts";
import { clauseOf } from "./rename-rule.ts";
import type { ErrorReport } from "./report.ts";

type Draft = {
  path: readonly string[];
  kind: RuleGroup["kind"];
  arity: number;
  clauses: Clause[];
  defaultClause: Clause | undefined;
};
type DraftNode = { path: readonly string[]; children: Map<string, DraftNode>; draft: Draft | undefined };

/** Sorts the rules of all modules by path and makes their names unique. */
export function buildProgram(modules: readonly Module[], names: NameTable, report: ErrorReport): Program {
  const root: DraftNode = { path: [], children: new Map(), draft: undefined };
  const functions = new Map<string, Draft>();
  for (const module of modules) {
    nodeAt(root, module.path);
    for (const rule of module.rules) {
      const clause = clauseOf(rule, module, names, report);
      const path = [...module.path, ...constantPath(rule)];
      if (rule.head.args !== undefined) {
        nodeAt(root, path.slice(0, -1));
        addTo(functionDraft(functions, path, clause.args.length), rule, clause, report);
      } else addTo(draftAt(root, path, kindOf(rule)), rule, clause, report);
    }
  }
  mergeDocuments(root);
  const groups: RuleGroup[] = [];
  const finish = (draft: Draft): RuleGroup => {
    const group = { ...draft, index: groups.length };
    groups.push(group);
    return group;
  };
  return {
    root: finishTree(root, finish),
    functions: new Map([...functions].map(([key, draft]) => [key, finish(draft)])),
    groups,
    builtins: names.builtins,
    prints: names.print,
  };
}

/** The parts of a head's ref that are constant strings, up to the first that is not. */
function constantPath({ head }: Rule): string[] {
  const path = [head.name.name];
  for (const part of head.path) {
    if (!isConstantKey(part)) break;
    path.push(part.value);
  }
  return path;
}

function isConstantKey(term: Term): term is Term & { kind: "scalar"; value: string } {
  return term.kind === "scalar" && typeof term.value === "string";
}

function kindOf({ head }: Rule): RuleGroup["kind"] {
  if (head.path.some((part) => !isConstantKey(part))) return "document";
  return head.contains === undefined ? "single" : "set";
}

function draftAt(root: DraftNode, path: readonly string[], kind: RuleGroup["kind"]): Draft {
  const node = nodeAt(root, path);
  node.draft ??= { path, kind, arity: 0, clauses: [], defaultClause: undefined };
  if (kind === "document") node.draft.kind = kind;
  return node.draft;
}

/** A package is an object even where it has no rules with a value. */
function nodeAt(root: DraftNode, path: readonly string[]): DraftNode {
  let node = root;
  for (const part of path) {
    let child = node.children.get(part);
    if (child === undefined) {
      child = { path: [...node.path, part], children: new Map(), draft: undefined };
      node.children.set(part, child);
    }
    node = child;
  }
  return node;
}

function functionDraft(functions: Map<string, Draft>, path: readonly string[], arity: number): Draft {
  const key = pathKey(path);
  const known = functions.get(key);
  if (known !== undefined) return known;
  const draft: Draft = { path, kind: "function", arity, clauses: [], defaultClause: undefined };
  functions.set(key, draft);
  return draft;
}

function addTo(draft: Draft, rule: Rule, clause: Clause, report: ErrorReport): void {
  const { path } = draft;
  const isSet = clause.contains !== undefined;
  if ((draft.kind === "set" && !isSet) || (draft.kind === "single" && isSet) || clause.args.length !== draft.arity) {
    report.add("rego_type_error", `conflicting rules ${pathText(path)} found`, clause.loc);
  }
  if (!rule.isDefault) draft.clauses.push(clause);
  else if (draft.defaultClause === undefined) draft.defaultClause = clause;
  else report.add("rego_type_error", `multiple default rules ${pathText(path)} found`, clause.loc);
}

/** Rules below a document whose keys are variables become part of it: `p.a := 1` beside `p[x] := y`. */
function mergeDocuments(node: DraftNode): void {
  const { draft } = node;
  if (draft?.kind === "document") {
    for (const child of node.children.values()) absorb(draft, child, []);
    node.children.clear();
    draft.clauses.sort((a, b) => compareKeys(constantKeys(a), constantKeys(b)));
  }
  for (const child of node.children.values()) mergeDocuments(child);
}

function absorb(into: Draft, node: DraftNode, keys: readonly Term[]): void {
  const loc = into.clauses[0]?.loc ?? { file: "", row: 1, col: 1 };
  const path: Term[] = [...keys, { kind: "scalar", value: node.path.at(-1) ?? "", loc }];
  for (const clause of node.draft?.clauses ?? []) into.clauses.push({ ...clause, keys: [...path, ...clause.keys] });
  for (const child of node.children.values()) absorb(into, child, path);
}

/**
 * OPA has a place of its own for each constant key, behind the definitions whose key is computed: of a conflict it is the
 * constant one that is told.
 */
function compareKeys(a: readonly Value[], b: readonly Value[]): number {
  for (const [at, key] of a.entries()) {
    const other = b[at];
    if (other === undefined) return 1;
    const order = compare(key, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function constantKeys({ keys }: Clause): Value[] {
  const constant: Value[] = [];
  for (const key of keys) {
    if (key.kind !== "scalar") break;
    constant.push(key.value);
  }
  return constant;
}

function finishTree(node: DraftNode, finish: (draft: Draft) => RuleGroup): RuleNode {
  return {
    path: node.path,
    group: node.draft === undefined ? undefined : finish(node.draft),
    children: new Map([...node.children].map(([key, child]) => [key, finishTree(child, finish)])),
  };
}
