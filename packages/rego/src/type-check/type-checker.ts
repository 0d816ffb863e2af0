import { isConstant } from "../check/constants.ts";
import { groundPrefix } from "../check/rule-tree.ts";
import { refText, termText } from "../check/term-text.ts";
import {
  type Body,
  type CallExpr,
  type Comprehension,
  type Expr,
  plainOperator,
  type Rule,
  ruleRef,
  type Term,
} from "../check/tree.ts";
import { isComprehension, visit, visitClosures } from "../check/visit.ts";
import type { Location } from "../errors.ts";
import { isUnknown, keysOf, valuesOf } from "./combine-types.ts";
import { TypeEnvironment } from "./environment.ts";
import { infer, inferEqual } from "./infer.ts";
import { checkRefs } from "./ref-check.ts";
import type { TypeProblem } from "./type-problem.ts";
import { insertType, putType, type TypeTree } from "./type-tree.ts";
import { anyType, type FunctionType, functionOf, objectOf, setOf, type Unknown } from "./types.ts";
import { unifies } from "./unify-types.ts";
import { replacedTypes } from "./with-types.ts";

/** What the checker asks of the rest of the compilation. */
export type CheckerContext = {
  /** A ref as the author wrote it. */
  readonly show: (terms: readonly Term[]) => string;
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
  forQuery(show: CheckerContext["show"]): TypeChecker {
    return new TypeChecker({ ...this.context, show }, this.env);
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
    const refErrors = checkRefs(scope, expr, this.context.show);
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
      if (replacement?.kind === "function" && !unifies(type, replacement)) {
        return argumentError(loc, target.kind === "ref" ? target.terms : [target], "arity mismatch", replacement.args);
      }
    }
    return undefined;
  }

  private callError(env: TypeEnvironment, expr: CallExpr): TypeProblem | undefined {
    const operator = plainOperator(expr) ?? refOf(expr);
    if (operator === "eq") return equalityError(env, expr);
    if (operator === "internal.member_2") return memberError(env, expr, 2) ?? functionError(env, expr);
    if (operator === "internal.member_3") return memberError(env, expr, 3) ?? functionError(env, expr);
    return functionError(env, expr);
  }
}

function isPlain({ kind }: Term): boolean {
  return kind === "var" || kind === "scalar" || kind === "ref";
}

function refOf({ terms: [operator] }: CallExpr): string {
  return operator === undefined ? "" : termText(operator);
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
    return argumentError(expr.loc, operator.kind === "ref" ? operator.terms : [operator], problem, operands);
  }
  const types = [env.typeOf(left), env.typeOf(right)];
  return inferEqual(env, left, right) ? undefined : matchError(expr.loc, types);
}

function matchError(location: Location, types: readonly Unknown[]): TypeProblem {
  return { message: "match error", location, isOfUnknown: types.some((type) => isUnknown(type)) };
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
  const before = operands.map((operand) => env.typeOf(operand));
  const wanted = type.result === undefined ? type.args : [...type.args, type.result];
  if (operands.length > wanted.length && type.variadic === undefined) {
    return argumentError(expr.loc, name, "too many arguments", before);
  }
  if (operands.length < type.args.length) return argumentError(expr.loc, name, "too few arguments", before);
  return operandError(env, expr, { name, type, wanted, operands, before });
}

type Call = {
  readonly name: readonly Term[];
  readonly type: FunctionType;
  readonly wanted: readonly Unknown[];
  readonly operands: readonly Term[];
  readonly before: readonly Unknown[];
};

function operandError(env: TypeEnvironment, { loc }: CallExpr, call: Call): TypeProblem | undefined {
  const { name, type, wanted, operands, before } = call;
  for (const [i, operand] of operands.entries()) {
    const expected = i < wanted.length ? wanted[i] : type.variadic;
    const known = before[i];
    if (!isUnknown(known) && !unifies(known, expected)) return argumentError(loc, name, "invalid argument(s)", before);
    if (!infer(env, operand, expected)) {
      return argumentError(
        loc,
        name,
        "invalid argument(s)",
        operands.map((each) => env.typeOf(each)),
      );
    }
  }
  return undefined;
}

function argumentError(
  location: Location,
  name: readonly Term[],
  problem: string,
  have: readonly Unknown[],
): TypeProblem {
  return { message: `${refText(name)}: ${problem}`, location, isOfUnknown: have.some((type) => isUnknown(type)) };
}
