import { propertyKeyOf } from "../tree/constants.ts";
import { refText } from "../tree/term-text.ts";
import { type Expr, isRootName, type RefTerm, type Term } from "../tree/tree.ts";
import { isComprehension, visitParents } from "../tree/visit.ts";
import { anyType, stringType, type Unknown } from "../types/types.ts";
import { isEmptyCollection, keysOf, valuesOf } from "./combine-types.ts";
import { selectedByConstant, type TypeEnvironment } from "./environment.ts";
import { infer } from "./infer.ts";
import { knownKeys, type NoCollection, refDetails, type WrongPart } from "./type-details.ts";
import type { TypeProblem } from "./type-problem.ts";
import { childAt, extentOf, type TypeTree } from "./type-tree.ts";
import { unifies } from "./unify-types.ts";

type AsWritten = (terms: readonly Term[]) => readonly Term[];
/** What is wrong with a ref: a part that cannot be there, or a value, such as a function, that has no parts. */
type Problem = WrongPart | NoCollection;

/** Errors of the refs of an expression, bodies of comprehensions left out. Variables in brackets get their types. */
export function checkRefs(env: TypeEnvironment, expr: Expr, asWritten: AsWritten): readonly TypeProblem[] {
  if (hasNoRef(expr)) return none;
  const checker = new RefChecker(env, asWritten);
  checker.expr(expr);
  return checker.errors;
}

const none: readonly TypeProblem[] = [];

/** Calls of names and constants are the most frequent of all lines. */
function hasNoRef(expr: Expr): boolean {
  if (expr.form !== "call") return false;
  for (let i = 1; i < expr.terms.length; i++) if (!isLeaf(expr.terms[i] as Term)) return false;
  return true;
}

function isLeaf({ kind }: Term): boolean {
  return kind === "scalar" || kind === "var";
}

class RefChecker {
  readonly errors: TypeProblem[] = [];
  private readonly env: TypeEnvironment;
  private readonly asWritten: AsWritten;

  constructor(env: TypeEnvironment, asWritten: AsWritten) {
    this.env = env;
    this.asWritten = asWritten;
  }

  expr(expr: Expr): void {
    if (expr.form === "call") for (let i = 1; i < expr.terms.length; i++) this.term(expr.terms[i] as Term);
    else if (expr.form === "term") this.term(expr.term);
    else if (expr.form === "not") for (const inner of expr.body) this.expr(inner);
    else this.partsOf(expr);
  }

  /** `every`, `and` and `or`: their parts, and what documents they replace. */
  private partsOf(expr: Expr): void {
    if (expr.form === "every") {
      for (const term of [...(expr.key === undefined ? [] : [expr.key]), expr.value, expr.domain]) this.term(term);
      for (const inner of expr.body) this.expr(inner);
    } else if (expr.form === "logical") for (const inner of [...expr.left, ...expr.right]) this.expr(inner);
    for (const { target, value } of expr.withs) {
      this.term(target);
      this.term(value);
    }
  }

  private term(term: Term): void {
    if (isLeaf(term)) return;
    visitParents(term, (node) => {
      if (node.kind === "ref") return this.ref(node);
      if (node.kind === "expr") {
        this.expr(node);
        return true;
      }
      return node.kind !== "with" && isComprehension(node);
    });
  }

  private ref(ref: RefTerm): boolean {
    const type = this.env.typeOfRef(ref.terms);
    if (type?.kind === "function") {
      this.add(ref.terms, { kind: "value", at: ref.terms.length - 1, have: type });
      return true;
    }
    const problem = this.inTree(this.env, this.env.tree, ref.terms, 0);
    if (problem !== undefined) this.add(ref.terms, problem);
    return false;
  }

  private add(terms: readonly Term[], problem: Problem): void {
    const written = this.asWritten(terms);
    const shown = refText(written);
    const isFunction = problem.kind === "value" && problem.have?.kind === "function";
    const message = isFunction
      ? `function ${shown.replace(/\[__local\d+__\]$/, "")} used as reference, not called`
      : `undefined ref: ${shown}`;
    const explain = () => refDetails(written, problem);
    this.errors.push({ message, location: (terms[0] as Term).loc, isOfUnknown: false, explain });
  }

  /** What is wrong about a ref into the documents and rules that are known, from one of its parts on. */
  private inTree(env: TypeEnvironment, tree: TypeTree, ref: readonly Term[], at: number): Problem | undefined {
    const key = ref[at];
    if (key === undefined) return undefined;
    // The parts of a package's path are strings.
    const isName = key.kind === "var" || (key.kind === "scalar" && typeof key.value === "string");
    if ((at === 1 || at === 2) && !isName) return wrongChild(tree, at, this.env.typeOf(key), stringType);
    if (key.kind === "var" && at > 0) {
      const keys = extentOf(tree).keys;
      if (!this.isKey(key, keys)) return wrongChild(tree, at, this.env.typeOf(key), keys);
    }
    const child = childAt(tree, key);
    if (child === undefined) return this.outsideTree(env, tree, ref, at);
    return child.type === undefined ? this.inTree(env, child, ref, at + 1) : this.inType(child.type, ref, at + 1);
  }

  private outsideTree(env: TypeEnvironment, tree: TypeTree, ref: readonly Term[], at: number): Problem | undefined {
    if (env.next !== undefined) return this.inTree(env.next, env.next.tree, ref, 0);
    const [head] = ref;
    if (head?.kind !== "var" || !isRootName(head.name)) return this.inType(anyType, ref, 0);
    if (at === 0) return this.inType(anyType, ref, 1);
    for (const child of tree.children.values()) this.inTree(env, child, ref, at + 1);
    return undefined;
  }

  /** Whether a variable can be one of the keys; one without a type gets theirs. */
  private isKey(variable: Term, keys: Unknown): boolean {
    const known = this.env.typeOf(variable);
    if (known !== undefined) return unifies(keys, known);
    this.env.setVariable(variable, keys);
    return true;
  }

  /** What is wrong about a ref into a value of a type, from one of its parts on. */
  private inType(type: Unknown, ref: readonly Term[], from: number): Problem | undefined {
    let current = type;
    for (let at = from; at < ref.length; at++) {
      const key = ref[at] as Term;
      if (isEmptyCollection(current)) return this.inEmptyCollection(current, key, at);
      const keys = keysOf(current);
      if (keys === undefined) return { kind: "value", at: at - 1, have: current };
      const member = this.memberType(current, key, keys);
      if (member === "missing") return this.wrongKey(current, key, at, keys);
      current = member;
    }
    return undefined;
  }

  /** The type of what is at a key, where there can be something. */
  private memberType(type: Unknown, key: Term, keys: Unknown): Unknown | "missing" {
    if (isLookedUp(key)) return selectedByConstant(type, key) ?? "missing";
    return this.canBeKey(key, keys) ? valuesOf(type) : "missing";
  }

  private wrongKey(type: Unknown, key: Term, at: number, want: Unknown): Problem {
    const isComposite = key.kind === "array" || key.kind === "object" || key.kind === "set";
    const have = isLookedUp(key) ? undefined : this.env.typeOf(key);
    return { kind: "part", at, have, want, oneOf: isComposite ? [] : knownKeys(type) };
  }

  private canBeKey(key: Term, keys: Unknown): boolean {
    if (key.kind === "var") return this.isKey(key, keys);
    if (key.kind !== "ref") return infer(this.env, key, keys);
    const known = this.env.typeOfRef(key.terms);
    return known === undefined || unifies(known, keys);
  }

  /** Where there is nothing, iterating finds nothing; only a constant key is an error. */
  private inEmptyCollection(type: Unknown, key: Term, at: number): Problem | undefined {
    if (key.kind === "scalar") return { kind: "part", at, have: undefined, want: undefined, oneOf: [] };
    if (key.kind !== "var") return undefined;
    const known = this.env.typeOf(key);
    if (known === undefined) this.env.setVariable(key, anyType);
    const keys = keysOf(type);
    if (known === undefined || keys === undefined || unifies(known, keys)) return undefined;
    return { kind: "part", at, have: known, want: keys, oneOf: [] };
  }
}

/** A part of a ref that is no name of what is known at a place. */
function wrongChild(tree: TypeTree, at: number, have: Unknown, want: Unknown): WrongPart {
  const names = [...tree.children.values()].flatMap(({ key }) => (key === undefined ? [] : (propertyKeyOf(key) ?? [])));
  return { kind: "part", at, have, want, oneOf: names };
}

function isLookedUp(key: Term): boolean {
  return key.kind === "scalar" || key.kind === "call" || key.kind === "template" || isComprehension(key);
}
