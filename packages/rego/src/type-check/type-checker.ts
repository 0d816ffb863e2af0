import type { Location } from "../errors.ts";
import { isConstant } from "../tree/constants.ts";
import { refText } from "../tree/term-text.ts";
import {
  type Body,
  type CallExpr,
  type Comprehension,
  type Expr,
  plainOperator,
  type Rule,
  ruleRef,
  type Term,
} from "../tree/tree.ts";
import { isComprehension, visit, visitClosures } from "../tree/visit.ts";
import { anyType, booleanType, type FunctionType, functionOf, objectOf, setOf, type Unknown } from "../types/types.ts";
import { isUnknown, keysOf, valuesOf } from "./combine-types.ts";
import { TypeEnvironment } from "./environment.ts";
import { infer, inferEqual } from "./infer.ts";
import { checkRefs } from "./ref-check.ts";
import { groundPrefix } from "./rule-tree.ts";
import { argumentDetails, matchDetails } from "./type-details.ts";
import type { TypeProblem } from "./type-problem.ts";
import { insertType, putType, type TypeTree } from "./type-tree.ts";
import { unifies } from "./unify-types.ts";
import { replacedTypes } from "./with-types.ts";

/** What the checker asks of the rest of the compilation. */
export type CheckerContext = {
  /** The parts of a ref as the author wrote them. */
  readonly asWritten: (terms: readonly Term[]) => readonly Term[];
  /** The types of what depends on what a `with` replaces: anything. Undefined where nothing does. */
  readonly relaxed: (target: readonly Term[], isFunction: boolean) => TypeTree | undefined;
};

const none: readonly TypeProblem[] = [];

/** In one rule. */
const looksInsideAtMost = 1000;

type CheckedBody = { readonly env: TypeEnvironment; readonly errors: readonly TypeProblem[] };
type Remembered = CheckedBody & { readonly outer: TypeEnvironment; readonly version: number };

/** Infers the types of rules, one after the other, and finds what cannot be of a type. */
export class TypeChecker {
  readonly errors: TypeProblem[] = [];
  /** Types of rules checked so far, which those that follow can read. */
  readonly env: TypeEnvironment;
  private readonly context: CheckerContext;
  private hasNoComprehensions = false;
  private looksInside = 0;
  /** A comprehension is looked at for its errors and again for its type. */
  private readonly remembered = new WeakMap<Comprehension, Remembered>();

  private constructor(context: CheckerContext, outer: TypeEnvironment | TypeTree) {
    this.context = context;
    const root =
      outer instanceof TypeEnvironment ? outer : TypeEnvironment.root(outer, (...args) => this.typeBody(...args));
    this.env = root.inner();
  }

  /** A checker of rules that know what is in a tree: built-ins, and what is known of `input`. */
  static over(tree: TypeTree, context: CheckerContext): TypeChecker {
    return new TypeChecker(context, tree);
  }

  /** A checker of a query that knows all rules checked so far. */
  forQuery(asWritten: CheckerContext["asWritten"]): TypeChecker {
    return new TypeChecker({ ...this.context, asWritten }, this.env);
  }

  private typeBody(env: TypeEnvironment, term: Comprehension): TypeEnvironment | undefined {
    const { env: inner, errors } = this.closure(env, term);
    return errors.length === 0 ? inner : undefined;
  }

  /** A rule comes after all it depends on. `overrides` puts what its annotations say of documents. */
  rule(rule: Rule, override: (env: TypeEnvironment) => readonly TypeProblem[] = () => []): void {
    const scope = this.env.inner();
    this.errors.push(...override(scope));
    const { comprehensions, templates } = rule.features;
    this.hasNoComprehensions = !comprehensions && !templates;
    this.looksInside = 0;
    const { env, errors } = this.body(scope, rule.body);
    this.errors.push(...errors);
    const path = ruleRef(rule);
    if (errors.length > 0) {
      // Nothing is said about what reads a rule that has errors itself.
      putType(this.env.tree, path, anyType);
      return;
    }
    const type = rule.head.args.length > 0 ? functionType(env, rule) : documentType(env, rule, path);
    if (type !== undefined) insertType(this.env.tree, groundPrefix(path), type, (term) => this.env.typeOf(term));
  }

  body(outer: TypeEnvironment, body: Body): CheckedBody {
    const env = outer.inner();
    const errors: TypeProblem[] = [];
    for (const expr of body) for (const error of this.expr(env, expr)) errors.push(error);
    return { env, errors };
  }

  private expr(env: TypeEnvironment, expr: Expr): readonly TypeProblem[] {
    const scope = expr.withs.length === 0 ? env : replacedTypes(env, expr.withs, this.context.relaxed);
    const closureErrors = this.closures(scope, expr);
    const refErrors = checkRefs(scope, expr, this.context.asWritten);
    const error = this.withError(scope, expr) ?? (expr.form === "call" ? this.callError(scope, expr) : undefined);
    if (error === undefined && closureErrors.length === 0 && refErrors.length === 0) return none;
    const isExplained = closureErrors.length > 0 || refErrors.length > 0;
    const own = error === undefined || (isExplained && error.isOfUnknown) ? [] : [error];
    return [...closureErrors, ...refErrors, ...own];
  }

  /** Errors in comprehensions. Of several with errors in one expression, those of the last are reported. */
  private closures(env: TypeEnvironment, expr: Expr): readonly TypeProblem[] {
    if (this.hasNoComprehensions || (expr.form === "call" && expr.terms.every(isPlain))) return none;
    let found: readonly TypeProblem[] = none;
    visitClosures(expr, (node) => {
      if (!isComprehension(node)) return false;
      const { errors } = this.closure(env, node);
      if (errors.length > 0) found = errors;
      // Those inside one without errors are checked here, too, where less is known of their variables, as in OPA. Each
      // level doubles the work, so that it ends somewhere.
      this.looksInside += 1;
      return errors.length > 0 || this.looksInside > looksInsideAtMost;
    });
    return found;
  }

  private closure(outer: TypeEnvironment, term: Comprehension): CheckedBody {
    const { version } = outer;
    const known = this.remembered.get(term);
    if (known !== undefined && known.outer === outer && known.version === version) return known;
    const checked = this.body(outer, term.body);
    this.remembered.set(term, { ...checked, outer, version });
    return checked;
  }

  private withError(env: TypeEnvironment, expr: Expr): TypeProblem | undefined {
    for (const { target, value, loc } of expr.withs) {
      const type = env.typeOf(target);
      const replacement = type?.kind === "function" ? env.typeOf(value) : undefined;
      if (type?.kind === "function" && replacement?.kind === "function" && !unifies(type, replacement)) {
        const name = target.kind === "ref" ? target.terms : [target];
        const call = { location: loc, name, type, result: undefined };
        return argumentError(call, "arity mismatch", replacement.args);
      }
    }
    return undefined;
  }

  private callError(env: TypeEnvironment, expr: CallExpr): TypeProblem | undefined {
    if (plainOperator(expr) === "eq") return equalityError(env, expr);
    const operands = membershipOperands(expr);
    return (operands === undefined ? undefined : memberError(env, expr, operands)) ?? functionError(env, expr);
  }
}

function isPlain({ kind }: Term): boolean {
  return kind === "var" || kind === "scalar" || kind === "ref";
}

/** How many operands a call of `internal.member_2` or `internal.member_3`, which is what `in` is, has; undefined of others. */
function membershipOperands({ terms: [operator] }: CallExpr): 2 | 3 | undefined {
  const [head, name, more] = operator?.kind === "ref" ? operator.terms : [];
  if (head?.kind !== "var" || head.name !== "internal" || more !== undefined || name?.kind !== "scalar")
    return undefined;
  if (name.value === "member_2") return 2;
  return name.value === "member_3" ? 3 : undefined;
}

function functionType(env: TypeEnvironment, { head }: Rule): Unknown {
  for (const arg of head.args) {
    visit(arg, (node) => {
      if (node.kind === "var" && env.typeOf(node) === undefined) env.setVariable(node, anyType);
      return false;
    });
  }
  return functionOf(
    head.args.map((arg) => env.typeOf(arg)),
    head.value === undefined ? undefined : env.typeOf(head.value),
  );
}

function documentType(env: TypeEnvironment, { head }: Rule, path: readonly Term[]): Unknown {
  const keys = dynamicSuffix(path);
  if (head.value !== undefined) return nestedIn(env, keys, env.typeOf(head.value));
  const member = head.key === undefined ? undefined : env.typeOf(head.key);
  return member === undefined ? undefined : nestedIn(env, keys, setOf(member));
}

function dynamicSuffix(path: readonly Term[]): readonly Term[] {
  const start = path.findIndex((key, i) => i > 0 && !isConstant(key));
  return start < 0 ? [] : path.slice(start);
}

/** An object for each key of the path that is not constant. */
function nestedIn(env: TypeEnvironment, [key, ...rest]: readonly Term[], type: Unknown): Unknown {
  if (key === undefined || type === undefined) return type;
  const value = nestedIn(env, rest, type);
  const keyType = env.typeOf(key);
  return value === undefined || keyType === undefined ? undefined : objectOf([], { key: keyType, value });
}

function equalityError(env: TypeEnvironment, expr: CallExpr): TypeProblem | undefined {
  const [operator, left, right, more] = expr.terms as [Term, Term?, Term?, Term?];
  if (left === undefined || right === undefined || more !== undefined) {
    const operands = expr.terms.slice(1).map((term) => env.typeOf(term));
    const problem = more === undefined ? "too few arguments" : "too many arguments";
    const name = operator.kind === "ref" ? operator.terms : [operator];
    return argumentError({ location: expr.loc, name, type: equalityType, result: undefined }, problem, operands);
  }
  const types = [env.typeOf(left), env.typeOf(right)] as const;
  return inferEqual(env, left, right) ? undefined : matchError(expr.loc, types);
}

const equalityType = functionOf([anyType, anyType], booleanType);

function matchError(location: Location, types: readonly [Unknown, Unknown]): TypeProblem {
  const isOfUnknown = types.some((type) => isUnknown(type));
  return { message: "match error", location, isOfUnknown, explain: () => matchDetails(types) };
}

/** `x in xs`: whether the collection can have such a member, and such a key. */
function memberError(env: TypeEnvironment, expr: CallExpr, operands: 2 | 3): TypeProblem | undefined {
  const args = expr.terms.slice(1);
  if (args.length < operands) return undefined;
  const collection = env.typeOf(args[operands - 1] as Term);
  const values = valuesOf(collection);
  if (values === undefined) return undefined;
  const keyError = operands === 3 ? partError(env, expr, args[0] as Term, keysOf(collection)) : undefined;
  return keyError ?? partError(env, expr, args[operands - 2] as Term, values);
}

function partError(env: TypeEnvironment, expr: CallExpr, term: Term, type: Unknown): TypeProblem | undefined {
  if (isUnknown(type)) return undefined;
  const known = env.typeOf(term);
  const isRight = (isUnknown(known) || unifies(known, type)) && infer(env, term, type);
  return isRight ? undefined : matchError(expr.loc, [known, type]);
}

function functionError(env: TypeEnvironment, expr: CallExpr): TypeProblem | undefined {
  const [operator, ...operands] = expr.terms as [Term, ...Term[]];
  const name = operator.kind === "ref" ? operator.terms : [operator];
  const type = env.typeOfRef(name);
  if (type?.kind === "any" && type.of.length === 0) return undefined;
  if (type?.kind !== "function") {
    return { message: `undefined function ${refText(name)}`, location: expr.loc, isOfUnknown: false };
  }
  const call = { location: expr.loc, name, type, result: type.result };
  const before = operands.map((operand) => env.typeOf(operand));
  const most = type.args.length + (type.result === undefined ? 0 : 1);
  if (operands.length > most && type.variadic === undefined) return argumentError(call, "too many arguments", before);
  if (operands.length < type.args.length) return argumentError(call, "too few arguments", before);
  return operandError(env, call, operands, before);
}

type Call = {
  readonly location: Location;
  readonly name: readonly Term[];
  readonly type: FunctionType;
  /** What an operand more than the function takes would be. */
  readonly result: Unknown;
};

function operandError(
  env: TypeEnvironment,
  call: Call,
  operands: readonly Term[],
  before: readonly Unknown[],
): TypeProblem | undefined {
  const { args, result, variadic } = call.type;
  const wanted = result === undefined ? args : [...args, result];
  for (const [i, operand] of operands.entries()) {
    const expected = i < wanted.length ? wanted[i] : variadic;
    const known = before[i];
    if (!isUnknown(known) && !unifies(known, expected)) return argumentError(call, "invalid argument(s)", before);
    if (!infer(env, operand, expected)) {
      const after = operands.map((each) => env.typeOf(each));
      return argumentError(call, "invalid argument(s)", after);
    }
  }
  return undefined;
}

function argumentError({ location, name, type, result }: Call, problem: string, have: readonly Unknown[]): TypeProblem {
  return {
    message: `${refText(name)}: ${problem}`,
    location,
    isOfUnknown: have.some((each) => isUnknown(each)),
    explain: () => argumentDetails(have, type, result),
  };
}
