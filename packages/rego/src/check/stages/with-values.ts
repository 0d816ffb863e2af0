import type { CompileError } from "../../errors.ts";
import { requiresEvaluation } from "../../tree/constants.ts";
import type { NameGenerator } from "../../tree/names.ts";
import { builtinName } from "../../tree/term-text.ts";
import type { Body, Expr, Term, With } from "../../tree/tree.ts";
import { isComprehension, visit } from "../../tree/visit.ts";
import type { KnownBuiltins } from "../../type-check/known-builtins.ts";
import { nowhere } from "../../type-check/problems.ts";
import { childOf, findNode, type RuleTree } from "../../type-check/rule-tree.ts";
import type { FunctionType } from "../../types/types.ts";
import { capture } from "./generated.ts";

const relations = new Set(["walk"]);
const never = new Set(["eq", "rego.metadata.chain", "rego.metadata.rule"]);

/** Takes what has to be evaluated out of the values of `with`, and reports targets that cannot be replaced. */
export class WithValues {
  readonly errors: CompileError[] = [];
  private readonly tree: RuleTree;
  private readonly names: NameGenerator;

  private readonly builtins: KnownBuiltins;

  constructor(tree: RuleTree, names: NameGenerator, builtins: KnownBuiltins) {
    this.builtins = builtins;
    this.tree = tree;
    this.names = names;
  }

  body(body: Body): Body {
    const result: Body = [];
    for (const expr of body) {
      for (const with_ of expr.withs) {
        const isEvaluated = this.isEvaluated(with_);
        if (isEvaluated === undefined) return body;
        if (!isEvaluated) continue;
        const captured = capture(with_.value, this.names);
        with_.value = captured.variable;
        result.push(captured.expr);
      }
      result.push(expr);
    }
    for (const expr of result) this.inner(expr);
    return result;
  }

  /** The bodies inside an expression. */
  private inner(expr: Expr): void {
    visit(expr, (node) => {
      if (node.kind === "with") return false;
      if (node.kind === "expr") return this.bodiesOf(node);
      if (isComprehension(node)) node.body = this.body(node.body);
      return isComprehension(node);
    });
  }

  private bodiesOf(expr: Expr): boolean {
    if (expr.form === "logical") {
      expr.left = this.body(expr.left);
      expr.right = this.body(expr.right);
      return true;
    }
    if (expr.form === "every" || expr.form === "not") expr.body = this.body(expr.body);
    return expr.form === "not" || expr.form === "every";
  }

  /** Whether the value becomes a variable; undefined where the target is wrong. */
  private isEvaluated(with_: With): boolean | undefined {
    with_.value = this.asFunction(with_.value);
    const { target } = with_;
    const root = target.kind === "ref" && target.terms[0]?.kind === "var" ? target.terms[0].name : undefined;
    if (target.kind === "ref" && root === "data") return this.isDataValueEvaluated(with_, target.terms);
    if (root === "input") return requiresEvaluation(with_.value);
    const name = nameOf(target);
    const type = name === undefined ? undefined : this.builtins.typeOf(name);
    if (name === undefined || type === undefined) {
      this.add("rego_type_error", "with keyword target must reference existing input, data, or a function", target);
      return undefined;
    }
    with_.target = this.asFunction(target);
    const problem = problemOfBuiltin(name, type);
    if (problem !== undefined) {
      this.add("rego_compile_error", `with keyword replacing built-in function: ${problem}`, target);
      return undefined;
    }
    return !this.isFunctionValue(with_.value) && requiresEvaluation(with_.value);
  }

  private isDataValueEvaluated({ target, value }: With, ref: readonly Term[]): boolean | undefined {
    let node: RuleTree | undefined = this.tree;
    for (const key of ref.slice(0, -1)) {
      const child: RuleTree | undefined = node === undefined ? undefined : childOf(node, key);
      if (child === undefined) break;
      if (child.rules.length > 0) {
        this.add("rego_compile_error", "with keyword cannot partially replace virtual document(s)", target);
        return undefined;
      }
      node = child;
    }
    const replaced = node === undefined ? undefined : childOf(node, ref.at(-1) as Term);
    const isFunction = replaced?.rules.some(({ head }) => head.args.length > 0) === true;
    if (isFunction && this.isFunctionValue(value)) return false;
    const rules = value.kind === "ref" ? findNode(this.tree, value.terms)?.rules : undefined;
    if (rules?.some(({ head }) => head.args.length > 0) === true) return false;
    return requiresEvaluation(value);
  }

  private isFunctionValue(value: Term): boolean {
    if (value.kind === "ref" && findNode(this.tree, value.terms) !== undefined) return true;
    const name = nameOf(value);
    return name !== undefined && this.builtins.typeOf(name) !== undefined;
  }

  /** A built-in named by a variable is a ref like all others. As in OPA its parts have no place. */
  private asFunction(term: Term): Term {
    if (term.kind !== "var" || this.builtins.typeOf(term.name) === undefined) return term;
    return { kind: "ref", terms: [{ ...term, loc: nowhere }], loc: term.loc };
  }

  private add(code: CompileError["code"], message: string, { loc }: Term): void {
    this.errors.push({ code, message, location: loc });
  }
}

function nameOf(term: Term): string | undefined {
  if (term.kind === "var") return term.name;
  return term.kind === "ref" ? builtinName(term.terms) : undefined;
}

function problemOfBuiltin(name: string, { result }: FunctionType): string | undefined {
  if (never.has(name)) return `replacement of "${name}" invalid`;
  if (name.startsWith("internal.")) return `replacement of internal function "${name}" invalid`;
  if (relations.has(name)) return "target must not be a relation";
  return result === undefined ? "target must not be a void function" : undefined;
}
