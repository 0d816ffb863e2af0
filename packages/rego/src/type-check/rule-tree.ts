import { isConstant, isGround } from "../tree/constants.ts";
import { KeyedMap } from "../tree/keyed-map.ts";
import { compareTerms, equalTerms } from "../tree/term-order.ts";
import { builtinName } from "../tree/term-text.ts";
import { type CheckedModule, type Rule, ruleRef, type Term } from "../tree/tree.ts";
import type { KnownBuiltins } from "./known-builtins.ts";

/** The rules of all modules by the constant part of their path. */
export type RuleTree = {
  readonly key: Term | undefined;
  readonly rules: Rule[];
  readonly children: KeyedMap<RuleTree>;
};

export function buildRuleTree(modules: readonly CheckedModule[]): RuleTree {
  const root: RuleTree = { key: undefined, rules: [], children: new KeyedMap() };
  for (const module of modules) {
    nodeAt(root, module.path);
    for (const rule of module.rules) nodeAt(root, groundPrefix(ruleRef(rule))).rules.push(rule);
  }
  return root;
}

function nodeAt(root: RuleTree, path: readonly Term[]): RuleTree {
  let node = root;
  for (const key of path) {
    let child = node.children.get(key);
    if (child === undefined) {
      child = { key, rules: [], children: new KeyedMap() };
      node.children.set(key, child);
    }
    node = child;
  }
  return node;
}

/** The part of a ref before its first variable; the head counts as constant. */
export function groundPrefix(terms: readonly Term[]): readonly Term[] {
  const end = terms.findIndex((term, i) => i > 0 && !isGround(term));
  return end < 0 ? terms : terms.slice(0, end);
}

export function isGroundRef(terms: readonly Term[]): boolean {
  return groundPrefix(terms).length === terms.length;
}

export function childOf(node: RuleTree, key: Term): RuleTree | undefined {
  return key.kind === "ref" || key.kind === "call" ? undefined : node.children.get(key);
}

export function findNode(root: RuleTree, ref: readonly Term[]): RuleTree | undefined {
  let node: RuleTree | undefined = root;
  for (const key of ref) {
    node = childOf(node, key);
    if (node === undefined) return undefined;
  }
  return node;
}

/** Visits a node, then what is below in the order of the keys, unless `visitor` returns true. */
export function walkTree(node: RuleTree, visitor: (node: RuleTree) => boolean | undefined): void {
  if (visitor(node) === true) return;
  for (const child of sortedChildren(node)) walkTree(child, visitor);
}

function sortedChildren({ children }: RuleTree): RuleTree[] {
  return [...children.values()].toSorted((a, b) => compareTerms(a.key as Term, b.key as Term));
}

/** How many operands a function or built-in takes; less than zero where there is none of that name. */
export function arityOf(root: RuleTree, operator: readonly Term[], builtins: KnownBuiltins): number {
  const name = builtinName(operator);
  const builtin = name === undefined ? undefined : builtins.typeOf(name);
  if (builtin !== undefined) return builtin.args.length;
  const [rule] = findNode(root, operator)?.rules ?? [];
  return rule === undefined ? -1 : rule.head.args.length;
}

/** The rules that a ref can read, with all it can have in place of its variables. */
export function rulesReadBy(root: RuleTree, ref: readonly Term[]): Set<Rule> {
  const found = new Set<Rule>();
  addReadBy(root, ref, 0, found);
  return found;
}

function addReadBy(node: RuleTree, ref: readonly Term[], at: number, found: Set<Rule>): void {
  const part = ref[at];
  if (part === undefined) {
    addBelow(node, found);
  } else if (at === 0 || isConstant(part)) {
    const child = childOf(node, part);
    if (child === undefined) return;
    addIntersecting(child, ref, at + 1, found);
    addReadBy(child, ref, at + 1, found);
  } else {
    for (const child of node.children.values()) {
      addIntersecting(child, ref, at + 1, found);
      addReadBy(child, ref, at + 1, found);
    }
  }
}

function addBelow(node: RuleTree, found: Set<Rule>): void {
  for (const rule of node.rules) found.add(rule);
  for (const child of node.children.values()) addBelow(child, found);
}

/** Rules are kept at the constant start of their path: what follows may differ from what follows in the ref. */
function addIntersecting({ rules }: RuleTree, ref: readonly Term[], from: number, found: Set<Rule>): void {
  for (const rule of rules) if (mayIntersect(ruleRef(rule), ref, from)) found.add(rule);
}

function mayIntersect(left: readonly Term[], right: readonly Term[], from: number): boolean {
  for (let i = from; i < left.length && i < right.length; i++) {
    const [a, b] = [left[i] as Term, right[i] as Term];
    if (isConstant(a) && isConstant(b) && !equalTerms(a, b)) return false;
  }
  return true;
}
