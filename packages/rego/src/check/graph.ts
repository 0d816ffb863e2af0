import { isConstant } from "../tree/constants.ts";
import { refText } from "../tree/term-text.ts";
import { type CheckedModule, clausesOf, type RefTerm, type Rule, type Term } from "../tree/tree.ts";
import { type TreeNode, visitHead, visitParents } from "../tree/visit.ts";
import { compareLocations, nowhere } from "../type-check/problems.ts";
import { type RuleTree, rulesReadBy } from "../type-check/rule-tree.ts";
import { compareStrings } from "../values/compare-strings.ts";
import { Narrowing, narrowedRefs } from "./narrowing.ts";

/** A ref in a rule, and what it may read. */
export type Dependency = {
  readonly ref: readonly Term[];
  /** The ref with the only value each variable can have in its place, if there is one. */
  readonly narrowed: readonly Term[];
  /** The line of the body it is in; behind the last for the head. */
  readonly line: number;
  readonly rule: Rule;
};

/** Which clauses read which. */
export type RuleGraph = {
  readonly clauses: readonly Rule[];
  readonly dependenciesOf: (clause: Rule) => ReadonlySet<Rule>;
  readonly dependentsOf: (clause: Rule) => ReadonlySet<Rule>;
};

const none: ReadonlySet<Rule> = new Set();

/** Rules that read each other in their thousands are a graph that no memory holds. */
const mostEdges = 4_000_000;

export function buildGraph(modules: readonly CheckedModule[], tree: RuleTree): RuleGraph {
  const clauses = modules.flatMap(({ rules }) => clausesOf(rules));
  const forward = new Map<Rule, Set<Rule>>();
  const backward = new Map<Rule, Set<Rule>>();
  const finder = new RefReader(tree);
  let edges = 0;
  for (const clause of clauses) {
    const read = new Set<Rule>();
    finder.visitDependencies(clause, ({ rule }) => {
      for (let part: Rule | undefined = rule; part !== undefined; part = part.orElse) read.add(part);
    });
    if (read.size === 0) continue;
    edges += read.size;
    if (edges > mostEdges) throw new RangeError("too many rules that read each other");
    forward.set(clause, read);
    for (const other of read) {
      const readers = backward.get(other);
      if (readers === undefined) backward.set(other, new Set([clause]));
      else readers.add(clause);
    }
  }
  return {
    clauses,
    dependenciesOf: (clause) => forward.get(clause) ?? none,
    dependentsOf: (clause) => backward.get(clause) ?? none,
  };
}

const anything: Term = { kind: "var", name: "$", loc: nowhere };

/** Finds the rules that refs read; most refs of a program are few different ones. */
export class RefReader {
  private readonly tree: RuleTree;
  private readonly known = new Map<string, ReadonlySet<Rule>>();

  constructor(tree: RuleTree) {
    this.tree = tree;
  }

  visitDependencies(clause: Rule, found: (dependency: Dependency) => void): void {
    const narrowing = new Narrowing(clause.body);
    let line = 0;
    const visitor = (node: TreeNode): boolean => {
      if (node.kind === "ref" && isData(node)) this.addRef(node, narrowing, line, found);
      return false;
    };
    for (const expr of clause.body) {
      visitParents(expr, visitor);
      line += 1;
    }
    visitHead(clause.head, visitor);
  }

  private addRef(
    { terms: ref }: RefTerm,
    narrowing: Narrowing,
    line: number,
    found: (dependency: Dependency) => void,
  ): void {
    const refs = hasVariable(ref) ? narrowedRefs(ref, narrowing.before(line)) : [ref];
    const narrowed = refs.length === 1 ? (refs[0] as readonly Term[]) : ref;
    for (const each of refs) for (const rule of this.readBy(each)) found({ ref, narrowed, line, rule });
  }

  private readBy(ref: readonly Term[]): ReadonlySet<Rule> {
    // Which variables stand in it does not matter: each stands for all there is.
    const text = refText(hasVariable(ref) ? ref.map((part, i) => (i > 0 && !isConstant(part) ? anything : part)) : ref);
    let rules = this.known.get(text);
    if (rules === undefined) {
      rules = rulesReadBy(this.tree, ref);
      this.known.set(text, rules);
    }
    return rules;
  }
}

function isData({ terms: [head] }: RefTerm): boolean {
  return head?.kind === "var" && head.name === "data";
}

export function hasVariable(ref: readonly Term[]): boolean {
  return ref.some((part, i) => i > 0 && !isConstant(part));
}

/** All clauses, each behind those it reads; undefined where some read each other. A chain can be as long as a source. */
export function sortedClauses(graph: RuleGraph): Rule[] | undefined {
  const sorted: Rule[] = [];
  const state = new Map<Rule, "open" | "done">();
  const open: { readonly clause: Rule; readonly rest: Iterator<Rule> }[] = [];
  const enter = (clause: Rule): void => {
    state.set(clause, "open");
    open.push({ clause, rest: byPlace([...graph.dependenciesOf(clause)]).values() });
  };
  for (const start of byPlace(graph.clauses)) {
    if (!state.has(start)) enter(start);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const { value: next, done } = top.rest.next();
      if (done === true) {
        open.pop();
        state.set(top.clause, "done");
        sorted.push(top.clause);
      } else if (state.get(next) === "open") return undefined;
      else if (!state.has(next)) enter(next);
    }
  }
  return sorted;
}

function byPlace(clauses: readonly Rule[]): readonly Rule[] {
  if (clauses.length < 2) return clauses;
  return clauses.toSorted(
    (a, b) => compareLocations(a.loc, b.loc) || compareStrings(refText(a.head.ref), refText(b.head.ref)),
  );
}
