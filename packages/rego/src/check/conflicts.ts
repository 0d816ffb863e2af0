import type { Location } from "../errors.ts";
import { compareTerms, equalTerms } from "../tree/term-order.ts";
import { refText } from "../tree/term-text.ts";
import { type CheckedModule, isSet, type Rule, ruleRef, type Term, text } from "../tree/tree.ts";
import type { Problems } from "../type-check/problems.ts";
import { isGroundRef, type RuleTree, walkTree } from "../type-check/rule-tree.ts";
import { writtenRefText } from "./stages/subjects.ts";

type Written = ReadonlyMap<string, string>;

/** Reports rules of one path that exclude each other, and packages that lie inside a rule. */
export function checkConflicts(
  tree: RuleTree,
  modules: readonly CheckedModule[],
  written: Written,
  problems: Problems,
): void {
  walkTree(tree, (node) => {
    const conflict = conflictAt(node, written);
    return conflict !== undefined && !problems.add("rego_type_error", conflict.message, conflict.location);
  });
  const packages = Map.groupBy(modules, ({ path }) => refText(path));
  const longest = Math.max(...modules.map(({ path }) => path.length));
  for (const module of modules) {
    for (const rule of module.rules) {
      if (module.path.length + rule.head.ref.length <= longest) checkPackages(rule, packages, problems);
    }
  }
}

function conflictAt(node: RuleTree, written: Written): { message: string; location: Location } | undefined {
  const { rules } = node;
  const [first] = rules;
  if (first === undefined) return undefined;
  // Most rules have one definition, and nothing below.
  if (rules.length === 1 && node.children.size === 0) return undefined;
  const { loc: location } = first;
  const name = (): string => writtenRefText(ruleRef(rules.at(-1) as Rule), written);
  const inside = rulesInside(node);
  if (inside.length > 0) {
    const lines = inside.map((rule) => `  rule ${writtenRefText(ruleRef(rule), written)} at ${place(rule.loc)}`);
    return { message: `rule ${name()} conflicts with:\n${lines.join("\n")}`, location };
  }
  if (hasMixedKinds(rules)) return { message: `conflicting rules ${name()} found`, location };
  const defaults = rules.filter(({ isDefault }) => isDefault);
  if (defaults.length < 2) return undefined;
  const places = defaults.map(({ loc }) => place(loc)).join(", ");
  return { message: `multiple default rules ${name()} found at ${places}`, location: (defaults[0] as Rule).module.loc };
}

function place({ file, row }: Location): string {
  return `${file}:${row}`;
}

/** Rules below one with a constant path, and functions below one with variables in its path. */
function rulesInside(node: RuleTree): Rule[] {
  if (node.children.size === 0) return [];
  if (node.rules.some((rule) => isGroundRef(ruleRef(rule)))) return below(node, () => true);
  return below(node, ({ head }) => head.args.length > 0);
}

/** The shortest paths only: what lies inside another rule of the list is left out. */
function below(node: RuleTree, isMeant: (rule: Rule) => boolean): Rule[] {
  let found: Rule[] = [];
  for (const child of node.children.values()) {
    walkTree(child, ({ rules }) => {
      for (const rule of rules.filter(isMeant)) {
        if (found.some((other) => hasPrefix(rule, other))) continue;
        found = [rule, ...found.filter((other) => !hasPrefix(other, rule))];
      }
      return false;
    });
  }
  return found.toSorted((a, b) => compareRefs(ruleRef(a), ruleRef(b)));
}

function hasPrefix(rule: Rule, prefix: Rule): boolean {
  const [path, start] = [ruleRef(rule), ruleRef(prefix)];
  return start.length <= path.length && start.every((part, i) => equalTerms(part, path[i] as Term));
}

function compareRefs(left: readonly Term[], right: readonly Term[]): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = compareTerms(left[i] as Term, right[i] as Term);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Sets beside values, complete beside partial definitions, or functions of different arities. */
function hasMixedKinds(rules: readonly Rule[]): boolean {
  const isGround = (rule: Rule): boolean => isGroundRef(ruleRef(rule));
  const sets = rules.filter(isSet);
  const isComplete = (rule: Rule): boolean => !isSet(rule) && isGround(rule);
  const kinds = [
    new Set(rules.map(isSet)),
    new Set(rules.map(({ head }) => head.args.length)),
    new Set(rules.map(isComplete)),
    new Set(sets.map(isGround)),
  ];
  return kinds.some(({ size }) => size > 1);
}

function checkPackages(rule: Rule, packages: ReadonlyMap<string, readonly CheckedModule[]>, problems: Problems): void {
  const path = ruleRef(rule);
  if (!isGroundRef(path)) return;
  for (const module of packages.get(refText(path)) ?? []) {
    if (module === rule.module) continue;
    const message = `${packageText(module)} conflicts with rule ${refText(rule.head.ref)} defined at ${place(rule.loc)}`;
    problems.add("rego_type_error", message, rule.module.loc);
  }
}

function packageText({ path: [, first, ...rest] }: CheckedModule): string {
  const name = first?.kind === "scalar" ? String(first.value) : "";
  return `package ${refText([text(name, (first as Term).loc), ...rest])}`;
}
