import type { Known } from "../analyse/known-names.ts";
import { equalTerms } from "../tree/term-order.ts";
import type { ArrayTerm, ObjectTerm, Term } from "../tree/tree.ts";
import { isCallSafe, isRefSafe } from "./safety-refs.ts";
import { ofPattern, variablesOf } from "./variables.ts";

/** The variables that are bound once two terms are equal, where those in `safe` are bound already. */
export function unify(safe: Known, left: Term, right: Term): Set<string> {
  const unifier = new Unifier(safe);
  unifier.unify(left, right);
  return unifier.unified;
}

class Unifier {
  readonly unified = new Set<string>();
  private readonly safe: Known;
  /** Variables that are bound once all of those they wait for are. */
  private readonly waiting = new Map<string, Set<string>>();

  constructor(safe: Known) {
    this.safe = safe;
  }

  unify(left: Term, right: Term): void {
    switch (left.kind) {
      case "var":
        this.unifyVariable(left.name, right);
        return;
      case "ref":
      case "call":
        if (this.isSafe(left)) this.bindPattern(right);
        return;
      case "array-comprehension":
        if (right.kind === "var" || right.kind === "array") this.bindAll(right);
        return;
      case "object-comprehension":
        if (right.kind === "var" || right.kind === "object") this.bindAll(right);
        return;
      case "array":
        this.unifyArray(left, right);
        return;
      case "object":
        this.unifyObject(left, right);
        return;
      default:
        if (right.kind === "var") this.bind(right.name);
    }
  }

  private unifyVariable(name: string, other: Term): void {
    switch (other.kind) {
      case "var":
        if (this.isBound(other.name)) this.bind(name);
        else if (this.isBound(name)) this.bind(other.name);
        else {
          this.waitFor(name, other.name);
          this.waitFor(other.name, name);
        }
        return;
      case "array":
      case "object":
        this.unifyComposite(name, other);
        return;
      case "ref":
      case "call":
        if (this.isSafe(other)) this.bind(name);
        return;
      default:
        this.bind(name);
    }
  }

  private unifyComposite(name: string, composite: Term): void {
    if (this.isBound(name)) {
      this.bindAll(composite);
      return;
    }
    const open = new Set([...variablesOf(composite, ofPattern)].filter((other) => !this.isBound(other)));
    if (open.size === 0) this.bind(name);
    for (const other of open) this.waitFor(name, other);
  }

  private unifyArray(left: ArrayTerm, right: Term): void {
    if (right.kind === "var") this.unifyComposite(right.name, left);
    else if (right.kind === "array") {
      if (left.items.length !== right.items.length) return;
      for (const [i, item] of left.items.entries()) this.unify(item, right.items[i] as Term);
    } else if (right.kind.endsWith("comprehension")) this.bindAll(left);
    else if ((right.kind === "ref" || right.kind === "call") && this.isSafe(right)) this.bindAll(left);
  }

  private unifyObject(left: ObjectTerm, right: Term): void {
    if (right.kind === "var") this.unifyComposite(right.name, left);
    else if (right.kind === "object") {
      if (left.entries.length !== right.entries.length) return;
      for (const [key, value] of left.entries) {
        const other = right.entries.find(([candidate]) => equalTerms(candidate, key));
        if (other !== undefined) this.unify(value, other[1]);
      }
    } else if ((right.kind === "ref" || right.kind === "call") && this.isSafe(right)) this.bindAll(left);
  }

  private isSafe(term: Extract<Term, { kind: "ref" | "call" }>): boolean {
    return term.kind === "ref" ? isRefSafe(term, this.safe) : isCallSafe(term, this.safe);
  }

  private bindPattern(pattern: Term): void {
    if (pattern.kind === "var" || pattern.kind === "array" || pattern.kind === "object") this.bindAll(pattern);
  }

  private bindAll(pattern: Term): void {
    for (const name of variablesOf(pattern, ofPattern)) this.bind(name);
  }

  private isBound(name: string): boolean {
    return this.safe.has(name) || this.unified.has(name);
  }

  /** Binds a variable, what waits for nothing else, and what it was to be bound by: equality has no direction. */
  private bind(name: string): void {
    this.unified.add(name);
    const others = this.waiting.get(name);
    this.waiting.delete(name);
    for (const other of others ?? []) this.bind(other);
    for (const [waiting, needed] of this.waiting) {
      if (!needed.delete(name) || needed.size > 0) continue;
      this.bind(waiting);
    }
  }

  private waitFor(name: string, other: string): void {
    const needed = this.waiting.get(name);
    if (needed === undefined) this.waiting.set(name, new Set([other]));
    else needed.add(other);
  }
}
