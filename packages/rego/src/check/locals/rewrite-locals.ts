import type { CompileError, Location } from "../../errors.ts";
import {
  type Body,
  type CallExpr,
  type EveryExpr,
  type Expr,
  hasTwoOperands,
  isAssignment,
  isWildcard,
  type LogicalExpr,
  type NotExpr,
  nameParts,
  type SomeExpr,
  type Term,
  termExpr,
  variable,
} from "../../tree/tree.ts";
import { nowhere } from "../../type-check/problems.ts";
import { outputsOfEquality } from "../safety-outputs.ts";
import { nothing, variablesOf, variablesOfTerms } from "../variables.ts";
import { declaredIn } from "./declared-in.ts";
import type { LocalNames } from "./local-names.ts";
import { membershipCall, simpleOutputs } from "./membership.ts";
import { type LocalsContext, NewNames } from "./new-names.ts";
import { unusedAssigned, unusedDeclared } from "./unused.ts";
import { UsedNames } from "./used-names.ts";

const patternSkip = { refHeads: true, objectKeys: true, closures: true } as const;

/**
 * Gives every declared variable a name of its own: assignments become unifications, `some` declarations go away. Errors
 * keep later stages from running; variables declared and never used do so only where there are no other errors.
 */
export class LocalsRewriter {
  readonly errors: CompileError[] = [];
  readonly unused: CompileError[] = [];
  readonly names: LocalNames;
  readonly uses: UsedNames;
  private readonly newNames: NewNames;
  private readonly context: LocalsContext;

  constructor(context: LocalsContext, names: LocalNames) {
    this.context = context;
    this.names = names;
    const fail = (message: string, location: Location): void => this.fail(message, location);
    this.newNames = new NewNames(context, names, fail);
    this.uses = new UsedNames({ names, rewriteBody: (body, used) => this.body(body, used), fail });
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
        return this.uses.expr(expr);
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
    const value = this.uses.term(right);
    for (const with_ of expr.withs) with_.value = this.uses.term(with_.value);
    expr.terms = [operator, this.newNames.assigned(left), value];
    if (this.errors.length > errors) return expr;
    expr.terms[0] = { kind: "ref", terms: nameParts("eq", operator.loc), loc: operator.loc };
    expr.fromAssignment = true;
    return expr;
  }

  private some(expr: SomeExpr): Expr | undefined {
    for (const symbol of expr.symbols) {
      if (symbol.kind === "call") return this.membership(expr, symbol.terms.slice(1));
      if (symbol.kind !== "var") continue;
      const errors = this.errors.length;
      this.newNames.add(symbol.name, "declared", expr.loc, symbol);
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
      this.newNames.add(name, "declared", expr.loc, value);
      if (this.errors.length > errors) return undefined;
    }
    return this.uses.expr(membershipCall(expr, parts));
  }

  private every(expr: EveryExpr): Expr | undefined {
    expr.domain = this.uses.term(expr.domain);
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
    return this.uses.expr(expr);
  }

  private declaredByEvery(term: Term): Term {
    if (term.kind !== "var" || isWildcard(term.name)) return term;
    return this.newNames.add(term.name, "declared", nowhere, term);
  }

  private not(expr: NotExpr): Expr {
    if (!expr.explicit) {
      const errors = this.errors.length;
      this.implicitBody(expr.body, "cannot assign vars inside negated expression");
      return this.errors.length > errors ? expr : this.uses.expr(expr);
    }
    this.names.push();
    expr.body = this.body(expr.body, new Set());
    const rewritten = this.uses.expr(expr);
    this.names.pop();
    return rewritten;
  }

  private logical(expr: LogicalExpr): Expr {
    const errors = this.errors.length;
    const message = `cannot assign vars inside implicit ${expr.operator} operand`;
    expr.left = this.operand(expr.left, expr.explicitLeft, message);
    expr.right = this.operand(expr.right, expr.explicitRight, message);
    return this.errors.length > errors ? expr : this.uses.expr(expr);
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
}
