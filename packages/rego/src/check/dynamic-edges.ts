import { isConstant } from "../tree/constants.ts";
import { equalTerms } from "../tree/term-order.ts";
import { termText } from "../tree/term-text.ts";
import { type Rule, ruleRef, type Term } from "../tree/tree.ts";
import { visitHead } from "../tree/visit.ts";
import type { RuleTree } from "../type-check/rule-tree.ts";
import { type Dependency, hasVariable, RefReader, type RuleGraph } from "./graph.ts";
import { withNames } from "./locals/replace-names.ts";
import { membersOf } from "./narrowing.ts";
import { writtenRefText } from "./stages/subjects.ts";
import { mayReturn, noteOf, type Origin, originsOf } from "./variable-origins.ts";
import { collect, nothing } from "./variables.ts";

/** Conditions beyond this are not spelt out. */
const mostConditions = 2;

/** A ref that reads a rule only if its variables have certain values. */
type Edge = Dependency & { readonly bound: ReadonlySet<string>; readonly origins: ReadonlyMap<string, Origin> };
type Condition = { readonly at: number; readonly term: Term; readonly value: Term };

/**
 * Which of the ways between rules go through a variable of which it is not known what it holds: a rule that reads
 * itself that way only may be recursive. Made before stages change the rules, and asked after.
 */
export class DynamicEdges {
  private readonly edges = new Map<Rule, Map<Rule, Edge>>();
  private readonly written: ReadonlyMap<string, string>;

  constructor(graph: RuleGraph, tree: RuleTree, written: ReadonlyMap<string, string>) {
    this.written = written;
    const reader = new RefReader(tree);
    for (const clause of graph.clauses) {
      const edges = dynamicEdgesOf(clause, reader);
      if (edges.size > 0) this.edges.set(clause, edges);
    }
  }

  /** Whether a rule reads another whatever its variables hold. */
  isCertain(from: Rule, to: Rule): boolean {
    return this.edgeBetween(from, to) === undefined;
  }

  private edgeBetween(from: Rule, to: Rule): Edge | undefined {
    return this.edges.get(from)?.get(to);
  }

  /** What has to hold for a way to be one. */
  causeOf(path: readonly Rule[]): string {
    for (let i = 1; i < path.length; i++) {
      const [from, to] = [path[i - 1] as Rule, path[i] as Rule];
      const edge = this.edgeBetween(from, to);
      if (edge !== undefined) return ` (${this.describe(edge, from, to, i > 1)})`;
    }
    return "";
  }

  private describe(edge: Edge, from: Rule, to: Rule, isInner: boolean): string {
    const target = ruleRef(to);
    const shown = edge.ref.slice(0, target.length);
    const start = `${this.text(shown)}${isInner ? ` in ${this.text(ruleRef(from))}` : ""}`;
    const conditions = conditionsOf(shown, target, neededAt(edge.narrowed, target, edge.bound));
    const isKnown = conditions !== undefined && conditions.length > 0 && conditions.length <= mostConditions;
    if (!isKnown || conditions.some((condition) => isImpossible(edge, condition))) {
      return `${start} could refer to ${this.text(target)}`;
    }
    return `${start} refers to ${this.text(target)} if ${conditions.map((each) => this.condition(edge, from, each)).join(" and ")}`;
  }

  private condition(edge: Edge, from: Rule, { at, term, value }: Condition): string {
    const shown = this.termText(term);
    const note = this.note(edge, from, at, shown);
    return `${shown} is ${termText(value)}${note === "" ? "" : ` (${note})`}`;
  }

  private note(edge: Edge, from: Rule, at: number, shown: string): string {
    const part = edge.ref[at];
    if (part?.kind === "ref") {
      const [head] = part.terms;
      return head?.kind === "var" && head.name === "data" ? "rule values aren't known at compile time" : "";
    }
    const origin = part?.kind === "var" ? edge.origins.get(part.name) : undefined;
    return origin === undefined ? "" : noteOf(origin, shown, this.text(ruleRef(from)), (ref) => this.text(ref));
  }

  private text(ref: readonly Term[]): string {
    return writtenRefText(ref, this.written);
  }

  private termText(term: Term): string {
    return term.kind === "ref"
      ? this.text(term.terms)
      : termText(term.kind === "var" ? { ...term, name: this.written.get(term.name) ?? term.name } : term);
  }
}

function dynamicEdgesOf(clause: Rule, reader: RefReader): Map<Rule, Edge> {
  const certain = new Set<Rule>();
  const possible: (Dependency & { bound: ReadonlySet<string> })[] = [];
  reader.visitDependencies(clause, (dependency) => {
    const bound = hasVariable(dependency.ref) ? boundBefore(clause, dependency.line) : undefined;
    const isCertain =
      bound === undefined || neededAt(dependency.narrowed, ruleRef(dependency.rule), bound)?.length === 0;
    if (isCertain) certain.add(dependency.rule);
    else possible.push({ ...dependency, ref: copyOf(dependency.ref), narrowed: copyOf(dependency.narrowed), bound });
  });
  const edges = new Map<Rule, Edge>();
  for (const dependency of possible) {
    if (certain.has(dependency.rule)) continue;
    const edge = { ...dependency, origins: originsOf(clause, dependency.line, dependency.narrowed) };
    for (let part: Rule | undefined = dependency.rule; part !== undefined; part = part.orElse) {
      if (!edges.has(part)) edges.set(part, edge);
    }
  }
  return edges;
}

/** A ref as it is now; later stages take parts out of it. */
function copyOf(ref: readonly Term[]): readonly Term[] {
  return ref.map((part) => withNames(part, () => undefined));
}

/** Variables that may have a value where a line is evaluated. */
function boundBefore({ head, body }: Rule, line: number): Set<string> {
  const names = new Set<string>();
  visitHead(head, (node) => {
    if (node.kind === "var") names.add(node.name);
    return false;
  });
  for (const expr of body.slice(0, line)) collect(expr, nothing, (name) => names.add(name));
  return names;
}

/** Parts of a ref that must have certain values for it to read a rule; undefined where it never does. */
function neededAt(ref: readonly Term[], target: readonly Term[], bound: ReadonlySet<string>): number[] | undefined {
  const needed: number[] = [];
  for (let at = 1; at < Math.min(ref.length, target.length); at++) {
    const [part, wanted] = [ref[at] as Term, target[at] as Term];
    if (!isConstant(wanted)) continue;
    const isFree = part.kind === "var" && !bound.has(part.name) && countOf(ref, part.name) === 1;
    if (isFree) continue;
    if (!isConstant(part)) needed.push(at);
    else if (!equalTerms(part, wanted)) return undefined;
  }
  return needed;
}

function countOf(ref: readonly Term[], name: string): number {
  return ref.filter((part) => part.kind === "var" && part.name === name).length;
}

/** What each term has to be; undefined where one would have to be two things at once. */
function conditionsOf(
  ref: readonly Term[],
  target: readonly Term[],
  positions: readonly number[] | undefined,
): Condition[] | undefined {
  const conditions: Condition[] = [];
  for (const at of positions ?? []) {
    const [term, value] = [ref[at] as Term, target[at] as Term];
    const known = conditions.find((condition) => equalTerms(condition.term, term));
    if (known === undefined) conditions.push({ at, term, value });
    else if (!equalTerms(known.value, value)) return undefined;
  }
  return conditions;
}

/** Whether what a variable ranges over, or what a built-in gives, rules the value out. */
function isImpossible(edge: Edge, { at, value }: Condition): boolean {
  const part = edge.ref[at];
  const origin = part?.kind === "var" ? edge.origins.get(part.name) : undefined;
  if (origin?.kind === "collection")
    return membersOf(origin.value)?.some((member) => equalTerms(member, value)) !== true;
  return origin?.kind === "builtin" && !mayReturn(origin.name, value);
}
