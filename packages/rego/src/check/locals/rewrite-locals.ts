import type { CompileError, Location } from "../../errors.ts";
import type { KnownBuiltins } from "../known-builtins.ts";
import { changedObject, changedSet, replaceAll } from "../map-terms.ts";
import type { NameGenerator } from "../names.ts";
import { nowhere } from "../problems.ts";
import { outputsOfEquality } from "../safety-outputs.ts";
import { termText } from "../term-text.ts";
import {
  type Body,
  type CallExpr,
  type Comprehension,
  callExpr,
  type EveryExpr,
  type Expr,
  hasTwoOperands,
  isAssignment,
  isWildcard,
  type LogicalExpr,
  type NotExpr,
  nameParts,
  rootDocumentName,
  type SomeExpr,
  type Term,
  termExpr,
  variable,
  type With,
} from "../tree.ts";
import { collect, nothing, variablesOf, variablesOfTerms } from "../variables.ts";
import { declaredIn } from "./declared-in.ts";
import type { LocalNames, Occurrence } from "./local-names.ts";
import { unusedAssigned, unusedDeclared } from "./unused.ts";

const valueNames: Readonly<Record<string, string>> = {
  "array-comprehension": "arraycomprehension",
  "set-comprehension": "setcomprehension",
  "object-comprehension": "objectcomprehension",
  template: "templatestring",
};

/** Also for messages about terms that are no pattern. */
function valueName(term: Term): string {
  if (term.kind !== "scalar") return valueNames[term.kind] ?? term.kind;
  if (term.value === null) return "null";
  return typeof term.value === "string" || typeof term.value === "boolean" ? typeof term.value : "number";
}

const taken: Readonly<Record<Occurrence, (name: string) => string>> = {
  seen: (name) => `var ${name} referenced above`,
  assigned: (name) => `var ${name} assigned above`,
  declared: (name) => `var ${name} declared above`,
  argument: (name) => `arg ${name} redeclared`,
};

/** What all rules of a compilation share while their variables get names of their own. */
export type LocalsContext = {
  readonly names: NameGenerator;
  /** What the author wrote, by the name given. */
  readonly written: Map<string, string>;
  readonly isStrict: boolean;
  readonly builtins: KnownBuiltins;
};

const patternSkip = { refHeads: true, objectKeys: true, closures: true } as const;

/**
 * Gives every declared variable a name of its own: assignments become unifications, `some` declarations go away. Errors
 * keep later stages from running; variables declared and never used do so only where there are no other errors.
 */
export class LocalsRewriter {
  readonly errors: CompileError[] = [];
  readonly unused: CompileError[] = [];
  readonly names: LocalNames;
  private readonly context: LocalsContext;

  constructor(context: LocalsContext, names: LocalNames) {
    this.context = context;
    this.names = names;
  }

  /** `used`: names that what the body belongs to mentions, such as the head of a rule. */
  body(body: Body, used: ReadonlySet<string>): Body {
    const declared = body.map((expr) => (expr.form === "some" ? declaredIn(expr) : undefined));
    const rewritten = body.map((expr) => this.statement(expr)).filter((expr) => expr !== undefined);
    if (rewritten.length === 0) rewritten.push(termExpr({ kind: "scalar", value: true, loc: nowhere }, nowhere));
    const { innermost } = this.names;
    const find = (name: string): string | undefined => this.names.find(name)?.unique;
    const isSilent = (): boolean => this.errors.length > 0 || this.unused.length > 0;
    const isUsedOnce = (name: string): boolean => this.names.usesOf(name) <= 1;
    if (this.context.isStrict && !isSilent()) {
      this.unused.push(...unusedAssigned(body, innermost, { used, find, isUsedOnce }));
    }
    if (!isSilent()) {
      const locationOf = (name: string): Location =>
        (body[declared.findIndex((names) => names?.has(name))] ?? body[0])?.loc ?? nowhere;
      this.unused.push(...unusedDeclared(rewritten, innermost, { used, find, isUsedOnce }, locationOf));
    }
    return rewritten;
  }

  private fail(message: string, location: Location): void {
    this.errors.push({ code: "rego_compile_error", message, location });
  }

  private statement(expr: Expr): Expr | undefined {
    if (isAssignment(expr)) return this.assignment(expr);
    switch (expr.form) {
      case "some":
        return this.some(expr);
      case "every":
        return this.every(expr);
      case "not":
        return this.not(expr);
      case "logical":
        return this.logical(expr);
      default:
        return this.parts(expr);
    }
  }

  private assignment(expr: CallExpr): Expr {
    if (expr.negated) {
      this.fail("cannot assign vars inside negated expression", expr.loc);
      return expr;
    }
    if (!hasTwoOperands(expr)) return expr;
    const errors = this.errors.length;
    const [operator, left, right] = expr.terms as [Term, Term, Term];
    const value = this.term(right);
    for (const with_ of expr.withs) with_.value = this.term(with_.value);
    expr.terms = [operator, this.assigned(left), value];
    if (this.errors.length > errors) return expr;
    expr.terms[0] = { kind: "ref", terms: nameParts("eq", operator.loc), loc: operator.loc };
    expr.fromAssignment = true;
    return expr;
  }

  /** The left side of an assignment, whose variables are new. */
  private assigned(term: Term): Term {
    switch (term.kind) {
      case "var":
        return this.newName(term.name, "assigned", term.loc, term);
      case "array":
        return { ...term, items: term.items.map((item) => this.assigned(item)) };
      case "object":
        return { ...term, entries: term.entries.map(([key, value]): [Term, Term] => [key, this.assigned(value)]) };
      default: {
        const root = rootDocumentName(term);
        if (root !== undefined) return this.newName(root, "assigned", term.loc, term);
        this.fail(`cannot assign to ${valueName(term)}`, term.loc);
        return term;
      }
    }
  }

  private newName(name: string, occurrence: Occurrence, loc: Location, term: Term): Term {
    const known = this.names.occurrenceHere(name);
    if (known !== undefined) {
      this.fail(taken[known](name.startsWith("$") ? "_" : name), loc);
      return term;
    }
    const unique = this.fresh(name);
    this.names.add(name, unique, occurrence);
    return variable(unique, term.loc);
  }

  private fresh(written: string): string {
    const unique = this.context.names.fresh();
    this.context.written.set(unique, written);
    return unique;
  }

  private some(expr: SomeExpr): Expr | undefined {
    for (const symbol of expr.symbols) {
      if (symbol.kind === "call") return this.membership(expr, symbol.terms.slice(1));
      if (symbol.kind !== "var") continue;
      const errors = this.errors.length;
      this.newName(symbol.name, "declared", expr.loc, symbol);
      if (this.errors.length > errors) return undefined;
    }
    return undefined;
  }

  /** `some k, v in xs` is `v = xs[k]`, where what is bound by it is declared. */
  private membership(expr: SomeExpr, operands: readonly Term[]): Expr | undefined {
    const container = operands.at(-1) as Term;
    const [key, value] = (
      operands.length === 3 ? operands : [variable(this.context.names.fresh(), nowhere), ...operands]
    ) as [Term, Term];
    // Brackets in a replacement of `with` declare what they range over, too.
    const simple = expr.withs.length === 0 ? simpleOutputs(key, value, container) : undefined;
    if (simple !== undefined) return this.membershipOf(expr, [key, value, container], simple);
    const bound = variablesOfTerms([key, value], patternSkip);
    const repeated = bound.intersection(variablesOf(container, { closures: true }));
    const clashes = [...repeated].filter((name) => !isWildcard(name)).toSorted();
    for (const name of clashes) this.fail(`var ${name} assigned before`, expr.loc);
    if (clashes.length > 0) return undefined;
    const safe = variablesOf(container, nothing);
    const outputs = outputsOfEquality(membershipCall(expr, [key, value, container]), safe);
    return this.membershipOf(expr, [key, value, container], [...outputs].toSorted());
  }

  private membershipOf(
    expr: SomeExpr,
    parts: readonly [Term, Term, Term],
    outputs: readonly string[],
  ): Expr | undefined {
    const [, value] = parts;
    for (const name of outputs) {
      const errors = this.errors.length;
      this.newName(name, "declared", expr.loc, value);
      if (this.errors.length > errors) return undefined;
    }
    return this.parts(membershipCall(expr, parts));
  }

  private every(expr: EveryExpr): Expr | undefined {
    expr.domain = this.term(expr.domain);
    this.names.push();
    const rewritten = this.everyWithin(expr);
    this.names.pop();
    return rewritten;
  }

  private everyWithin(expr: EveryExpr): Expr | undefined {
    const errors = this.errors.length;
    if (expr.key === undefined) expr.key = variable(this.context.names.fresh(), expr.loc);
    else expr.key = this.declaredByEvery(expr.key);
    if (this.errors.length === errors) expr.value = this.declaredByEvery(expr.value);
    if (this.errors.length > errors) return undefined;
    expr.body = this.body(expr.body, new Set());
    return this.parts(expr);
  }

  private declaredByEvery(term: Term): Term {
    if (term.kind !== "var" || isWildcard(term.name)) return term;
    return this.newName(term.name, "declared", nowhere, term);
  }

  private not(expr: NotExpr): Expr {
    if (!expr.explicit) {
      const errors = this.errors.length;
      this.implicitBody(expr.body, "cannot assign vars inside negated expression");
      return this.errors.length > errors ? expr : this.parts(expr);
    }
    this.names.push();
    expr.body = this.body(expr.body, new Set());
    const rewritten = this.parts(expr);
    this.names.pop();
    return rewritten;
  }

  private logical(expr: LogicalExpr): Expr {
    const errors = this.errors.length;
    const message = `cannot assign vars inside implicit ${expr.operator} operand`;
    expr.left = this.operand(expr.left, expr.explicitLeft, message);
    expr.right = this.operand(expr.right, expr.explicitRight, message);
    return this.errors.length > errors ? expr : this.parts(expr);
  }

  private operand(body: Body, isExplicit: boolean, message: string): Body {
    if (!isExplicit) {
      this.implicitBody(body, message);
      return body;
    }
    this.names.push();
    const rewritten = this.body(body, new Set());
    this.names.pop();
    return rewritten;
  }

  /** A body without braces has nothing after it that could use what it declares. */
  private implicitBody(body: Body, message: string): void {
    for (const [i, expr] of body.entries()) {
      if (isAssignment(expr)) this.fail(message, expr.loc);
      else if (expr.form === "not") body[i] = this.not(expr);
      else if (expr.form === "logical") body[i] = this.logical(expr);
    }
  }

  /** The expression with the names of the variables it uses. */
  private parts<E extends Expr>(expr: E): E {
    switch (expr.form) {
      case "term":
        expr.term = this.term(expr.term);
        break;
      case "call":
        replaceAll(expr.terms, this.change);
        break;
      case "some":
        expr.symbols = expr.symbols.map((term) => this.term(term));
        break;
      case "every":
        if (expr.key !== undefined) expr.key = this.term(expr.key);
        expr.value = this.term(expr.value);
        expr.domain = this.term(expr.domain);
        for (const inner of expr.body) this.parts(inner);
        break;
      case "not":
        for (const inner of expr.body) this.parts(inner);
        break;
      default:
        for (const inner of [...expr.left, ...expr.right]) this.parts(inner);
    }
    for (const with_ of expr.withs) this.with(with_);
    return expr;
  }

  /** `input` as a target is the document, whatever else has its name. */
  private with(with_: With): void {
    with_.target = this.term(with_.target);
    const shadowing = this.names.find("input")?.unique;
    if (shadowing !== undefined) with_.target = restoredInput(with_.target, shadowing);
    with_.value = this.term(with_.value);
  }

  private readonly change = (term: Term): Term => this.term(term);

  private term(term: Term): Term {
    switch (term.kind) {
      case "scalar":
        return term;
      case "var":
        return this.variable(term);
      case "ref":
        return this.ref(term);
      case "call":
        this.checkCallee(term.terms[0] as Term, term.loc);
        replaceAll(term.terms, this.change);
        return term;
      case "array":
        replaceAll(term.items, this.change);
        return term;
      case "set":
        return changedSet(term, this.change);
      case "object":
        return changedObject(term, this.change);
      case "template":
        for (const part of term.parts) if (part.kind === "expr") this.parts(part);
        return term;
      default:
        return this.comprehension(term);
    }
  }

  private variable(term: Extract<Term, { kind: "var" }>): Term {
    const { name } = term;
    const known = this.names.find(name);
    if (known === undefined) {
      this.names.add(name, name, "seen");
      return term;
    }
    this.names.noteUse(name);
    return known.unique === name ? term : variable(known.unique, term.loc);
  }

  private ref(term: Extract<Term, { kind: "ref" }>): Term {
    const root = rootDocumentName(term);
    if (root === undefined) {
      replaceAll(term.terms, this.change);
      return term;
    }
    const known = this.names.find(root);
    return known === undefined || known.occurrence === "seen" ? term : variable(known.unique, term.loc);
  }

  private checkCallee(callee: Term, loc: Location): void {
    collect(callee, nothing, (name) => {
      const known = this.names.find(name);
      if (known !== undefined && known.unique !== name) this.fail(`called function ${termText(callee)} shadowed`, loc);
    });
  }

  comprehension(term: Comprehension): Term {
    const heads = term.kind === "object-comprehension" ? [term.key, term.value] : [term.head];
    this.names.push();
    term.body = this.body(term.body, variablesOfTerms(heads, nothing));
    if (term.kind === "object-comprehension") {
      term.key = this.term(term.key);
      term.value = this.term(term.value);
    } else term.head = this.term(term.head);
    this.names.pop();
    return term;
  }

  /** A template in a head: its expressions have no other scope. */
  template(term: Extract<Term, { kind: "template" }>): void {
    for (const part of term.parts) {
      if (part.kind !== "expr") continue;
      this.names.push();
      this.parts(part);
      this.names.pop();
    }
  }
}

function membershipCall(expr: SomeExpr, [key, value, container]: readonly [Term, Term, Term]): CallExpr {
  const base = container.kind === "ref" ? container.terms : [container];
  const call = callExpr("eq", [value, { kind: "ref", terms: [...base, key], loc: container.loc }], expr.loc);
  call.negated = expr.negated;
  call.withs = expr.withs;
  return call;
}

/** What `some k, v in xs` declares where all are plain and `xs` does not mention the others; undefined elsewhere. */
function simpleOutputs(key: Term, value: Term, container: Term): string[] | undefined {
  if (key.kind !== "var" || value.kind !== "var") return undefined;
  if (container.kind === "ref" ? container.terms[0]?.kind !== "var" : container.kind !== "var") return undefined;
  let isMentioned = false;
  collect(container, nothing, (name) => {
    isMentioned ||= name === key.name || name === value.name;
  });
  if (isMentioned) return undefined;
  if (key.name === value.name) return [key.name];
  return key.name < value.name ? [key.name, value.name] : [value.name, key.name];
}

function restoredInput(target: Term, shadowing: string): Term {
  if (target.kind === "var" && target.name === shadowing) {
    return { kind: "ref", terms: [variable("input", target.loc)], loc: target.loc };
  }
  if (target.kind !== "ref" || target.terms[0]?.kind !== "var" || target.terms[0].name !== shadowing) return target;
  return { ...target, terms: [variable("input", target.loc), ...target.terms.slice(1)] };
}
