import { refText } from "../tree/term-text.ts";
import { type Rule, ruleRef, type Term, text, variable } from "../tree/tree.ts";
import type { TypeEnvironment } from "../type-check/environment.ts";
import type { KnownBuiltins } from "../type-check/known-builtins.ts";
import { type FoundError, nowhere, sortedErrors } from "../type-check/problems.ts";
import { findNode, groundPrefix, type RuleTree, rulesReadBy } from "../type-check/rule-tree.ts";
import { TypeChecker } from "../type-check/type-checker.ts";
import type { TypeProblem } from "../type-check/type-problem.ts";
import { builtinTree, emptyTree, putType, type TypeTree } from "../type-check/type-tree.ts";
import { anyType, type Unknown, unwrapped } from "../types/types.ts";
import type { RuleGraph } from "./graph.ts";
import type { Subjects } from "./stages/subjects.ts";

type Inference = {
  readonly graph: RuleGraph;
  readonly tree: RuleTree;
  readonly subjects: Subjects;
  readonly builtins: KnownBuiltins;
  readonly inputType: Unknown;
  readonly dataType: Unknown;
  /** Puts what the annotations of a clause say of documents. */
  readonly override: (env: TypeEnvironment, clause: Rule) => readonly TypeProblem[];
  /** All clauses, each behind those it reads. */
  readonly order: readonly Rule[];
};

/** Infers the types of all rules, each after those it reads. */
export function inferTypes({
  graph,
  tree,
  subjects,
  builtins,
  inputType,
  dataType,
  override,
  order,
}: Inference): TypeChecker {
  const known = knownTypes(builtins, inputType);
  putDataTypes(known, [variable("data", nowhere)], dataType, tree);
  const relaxed = new Map<string, TypeTree | undefined>();
  const types = TypeChecker.over(known, {
    asWritten: (terms) => subjects.asWritten(terms),
    relaxed: (target, isFunction) => {
      const key = `${isFunction ? "f:" : ""}${refText(target)}`;
      if (!relaxed.has(key)) relaxed.set(key, relaxedTree(tree, graph, target, isFunction));
      return relaxed.get(key);
    },
  });
  for (const clause of order) types.rule(clause, (env) => override(env, clause));
  return types;
}

/** What is known before the type of any rule is. */
export function typesBefore(builtins: KnownBuiltins, inputType: Unknown): TypeEnvironment {
  return TypeChecker.over(knownTypes(builtins, inputType), { asWritten: (terms) => terms, relaxed: () => undefined })
    .env;
}

function knownTypes(builtins: KnownBuiltins, inputType: Unknown): TypeTree {
  const known = builtinTree(builtins);
  if (inputType !== undefined) putType(known, [variable("input", nowhere)], inputType);
  return known;
}

/** Documents lie between packages: what a schema says of a path counts where no rule is below it. */
function putDataTypes(known: TypeTree, path: readonly Term[], type: Unknown, rules: RuleTree): void {
  if (type === undefined) return;
  const node = findNode(rules, path);
  if (node === undefined) {
    putType(known, path, type);
    return;
  }
  const object = unwrapped(type);
  if (object?.kind !== "object") return;
  for (const { key, type: member } of object.properties.values()) {
    if (typeof key === "string") putDataTypes(known, [...path, text(key, nowhere)], member, rules);
  }
}

export function typeErrorsOf(problems: readonly TypeProblem[]): FoundError[] {
  return sortedErrors(
    problems.map(({ message, location, explain }) => ({ code: "rego_type_error", message, location, explain })),
  );
}

/** The paths of all rules that read what is replaced, directly or not, as anything. */
function relaxedTree(
  tree: RuleTree,
  graph: RuleGraph,
  target: readonly Term[],
  isFunction: boolean,
): TypeTree | undefined {
  const seen = new Set(rulesReadBy(tree, target));
  // A set is gone through in the order of its members, those added meanwhile as well.
  for (const rule of seen) for (const dependent of graph.dependentsOf(rule)) seen.add(dependent);
  let types: TypeTree | undefined;
  for (const rule of seen) {
    const path = groundPrefix(ruleRef(rule));
    if (isFunction && refText(path) === refText(target)) continue;
    types ??= emptyTree();
    putType(types, path, anyType);
  }
  return types;
}
