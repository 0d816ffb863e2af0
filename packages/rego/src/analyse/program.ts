import type { BuiltinTable } from "../capabilities/builtin-table.ts";
import type { Location } from "../errors.ts";
import type { Body, RefTerm, Term } from "../syntax/ast.ts";
import { pathPart } from "../syntax/path-part.ts";

/** One definition of a rule: `head if body`, and what is tried when the body has no solution. */
export type Clause = {
  readonly loc: Location;
  readonly args: readonly Term[];
  /** What follows the constant part of the head's ref. */
  readonly keys: readonly Term[];
  /** Of a set: the member. */
  readonly contains: Term | undefined;
  readonly value: Term;
  readonly body: Body;
  readonly orElse: Clause | undefined;
};

/**
 * All definitions under one constant path. `single`: one value. `set`: a set at the path itself. `document`: an object
 * with keys from the heads, at least one of them a variable. `function`: has arguments, and no place under `data`.
 */
export type RuleGroup = {
  readonly index: number;
  /** Without the leading `data`. */
  readonly path: readonly string[];
  readonly kind: "single" | "set" | "document" | "function";
  readonly arity: number;
  readonly clauses: readonly Clause[];
  readonly defaultClause: Clause | undefined;
};

/** The rules that have a place under `data`, as a tree of constant path parts. */
export type RuleNode = {
  readonly path: readonly string[];
  readonly children: Map<string, RuleNode>;
  group: RuleGroup | undefined;
};

export type Program = {
  readonly groups: readonly RuleGroup[];
  readonly root: RuleNode;
  /** Functions by path, parts joined as `pathKey` does. */
  readonly functions: ReadonlyMap<string, RuleGroup>;
  readonly builtins: BuiltinTable;
  /** Calls of `print` were kept: the order of evaluation can be seen. */
  readonly prints: boolean;
};

/** A path as the key of a map. */
export function pathKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** A path as people write it: `data.a["b-c"].d`. */
export function pathText(path: readonly string[]): string {
  return `data${path.map(pathPart).join("")}`;
}

/** The node at a path, or as far as the tree goes: how many parts lead to it. */
export function descend(root: RuleNode, path: readonly string[]): { node: RuleNode; depth: number } {
  let node = root;
  let depth = 0;
  for (const part of path) {
    const next = node.children.get(part);
    if (next === undefined || node.group !== undefined) break;
    node = next;
    depth += 1;
  }
  return { node, depth };
}

/** Every group at or under a node. */
export function groupsUnder(node: RuleNode): RuleGroup[] {
  const groups = node.group === undefined ? [] : [node.group];
  for (const child of node.children.values()) groups.push(...groupsUnder(child));
  return groups;
}

/** The function that a call names, if there is one. */
export function functionAt({ functions }: Program, callee: RefTerm): RuleGroup | undefined {
  return functions.get(pathKey(calleePath(callee)));
}

/** The path that a call names. A part that is no text is in no path of a function. */
export function calleePath({ path }: RefTerm): string[] {
  return path.map((part) => (part.kind === "scalar" && typeof part.value === "string" ? part.value : ""));
}
