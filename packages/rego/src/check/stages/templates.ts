import type { CompileError } from "../../errors.ts";
import { isGround } from "../../tree/constants.ts";
import type { NameGenerator } from "../../tree/names.ts";
import { setTerm } from "../../tree/term-order.ts";
import { builtinName } from "../../tree/term-text.ts";
import {
  type Body,
  type Comprehension,
  callExpr,
  type EveryExpr,
  type Expr,
  isSet,
  isTrue,
  isWildcard,
  nameParts,
  type Rule,
  type TemplateTerm,
  type Term,
  variable,
} from "../../tree/tree.ts";
import { some, type TreeNode, visitHead } from "../../tree/visit.ts";
import { nowhere } from "../../type-check/problems.ts";
import { findNode, isGroundRef, type RuleTree } from "../../type-check/rule-tree.ts";
import { compareStrings } from "../../values/compare-strings.ts";
import { type Arity, outputsOfBody } from "../safety-outputs.ts";
import { collect, ofExpression, variablesOfTerms } from "../variables.ts";

type Names = ReadonlySet<string>;

/** Template strings become calls of a built-in with a list of parts; what may be undefined is a set. */
export class TemplateStrings {
  readonly errors: CompileError[] = [];
  private readonly names: NameGenerator;
  private readonly tree: RuleTree;
  private readonly arity: Arity;
  private readonly written: ReadonlyMap<string, string>;

  constructor(
    names: NameGenerator,
    { tree, arity, written }: { tree: RuleTree; arity: Arity; written: ReadonlyMap<string, string> },
  ) {
    this.names = names;
    this.tree = tree;
    this.arity = arity;
    this.written = written;
  }

  rule(rule: Rule): void {
    if (!hasTemplate(rule)) return;
    const safe = variablesOfTerms(rule.head.args, { templates: true });
    const inBody = this.body(rule.body, new Set([...safe, "data", "input"]));
    const { head } = rule;
    head.args = head.args.map((arg) => this.term(arg, inBody));
    if (head.key !== undefined) head.key = this.term(head.key, inBody);
    if (head.value !== undefined) head.value = this.term(head.value, inBody);
  }

  /** Returns the variables that are bound in the body. */
  body(body: Body, globals: Names): Names {
    const safe = new Set([...outputsOfBody(body, this.arity, globals), ...globals]);
    for (const expr of body) this.expr(expr, safe);
    return safe;
  }

  private expr(expr: Expr, safe: Names): void {
    switch (expr.form) {
      case "term":
        expr.term = this.term(expr.term, safe);
        break;
      case "call":
        expr.terms = expr.terms.map((term) => this.term(term, safe));
        break;
      case "every":
        this.every(expr, safe);
        break;
      case "not":
        for (const inner of expr.body) this.expr(inner, safe);
        break;
      case "logical":
        for (const inner of [...expr.left, ...expr.right]) this.expr(inner, safe);
        break;
      default:
    }
    for (const with_ of expr.withs) with_.value = this.term(with_.value, safe);
  }

  private every(expr: EveryExpr, safe: Names): void {
    expr.domain = this.term(expr.domain, safe);
    const own = variablesOfTerms([...(expr.key === undefined ? [] : [expr.key]), expr.value], {});
    this.body(expr.body, safe.union(own));
  }

  private term(term: Term, safe: Names): Term {
    const inner = (part: Term): Term => this.term(part, safe);
    switch (term.kind) {
      case "scalar":
      case "var":
        return term;
      case "ref":
      case "call":
        term.terms = term.terms.map(inner);
        return term;
      case "array":
        term.items = term.items.map(inner);
        return term;
      case "set":
        return setTerm(term.items.map(inner), term.loc);
      case "object":
        term.entries = term.entries.map(([key, value]) => [inner(key), inner(value)]);
        return term;
      case "template":
        return this.template(term, safe);
      default:
        return this.comprehension(term, safe);
    }
  }

  private comprehension(term: Comprehension, safe: Names): Term {
    const own = this.body(term.body, safe);
    const head = (part: Term): Term => this.ofHead(part, own, safe);
    if (term.kind === "object-comprehension") {
      term.key = head(term.key);
      term.value = head(term.value);
    } else term.head = head(term.head);
    return term;
  }

  /** OPA lets a template use the variables of the body where it is all that stands there, and not within something else. */
  private ofHead(term: Term, own: Names, safe: Names): Term {
    return term.kind === "template" ? this.template(term, own) : this.term(term, safe);
  }

  private template({ parts, loc }: TemplateTerm, safe: Names): Term {
    const items = parts.flatMap((part) => (part.kind === "expr" ? this.part(part, safe) : [part]));
    if (parts.length === 0) items.push({ kind: "scalar", value: "", loc });
    const name = "internal.template_string";
    const list: Term = { kind: "array", items, loc: nowhere };
    return { kind: "call", terms: [{ kind: "ref", terms: nameParts(name, nowhere), loc: nowhere }, list], loc };
  }

  private part(expr: Expr, safe: Names): Term[] {
    const [operator] = expr.form === "call" ? expr.terms : [];
    if (operator?.kind === "ref" && builtinName(operator.terms) === "walk") {
      this.fail("illegal call to relation built-in 'walk' that may cause multiple outputs", nowhere);
      return [];
    }
    const term = termOf(expr);
    if (term === undefined) return [];
    if (term.kind === "var" || (term.kind === "ref" && this.isAlwaysDefined(term.terms))) {
      return [setTerm([term], nowhere)];
    }
    this.checkDeclared(term, safe);
    const inner = this.term(term, safe);
    const captured = variable(this.names.fresh(), term.loc);
    const equality = callExpr("eq", [captured, inner], term.loc);
    equality.withs = expr.withs;
    return [{ kind: "set-comprehension", head: captured, body: [equality], loc: term.loc }];
  }

  private checkDeclared(term: Term, safe: Names): void {
    const names = new Set<string>();
    collect(term, ofExpression, (name) => {
      if (!safe.has(name)) names.add(name);
    });
    for (const name of [...names].toSorted(compareStrings)) {
      const shown = this.written.get(name) ?? name;
      this.fail(`var ${isWildcard(shown) ? "_" : shown} is undeclared`, term.loc);
    }
  }

  private fail(message: string, location: CompileError["location"]): void {
    this.errors.push({ code: "rego_compile_error", message, location });
  }

  /** A rule with a default, a set, or a single constant has a value whatever the input. */
  private isAlwaysDefined(ref: readonly Term[]): boolean {
    const [head] = ref;
    if (ref.length < 2 || head?.kind !== "var" || head.name !== "data" || !isGroundRef(ref)) return false;
    const [first, ...others] = findNode(this.tree, ref)?.rules ?? [];
    if (first === undefined || first.head.args.length > 0) return false;
    if (first.isDefault || isSet(first)) return true;
    return others.length === 0 ? isConstantRule(first) : others.some(({ isDefault }) => isDefault);
  }
}

function isConstantRule({ head: { value }, body }: Rule): boolean {
  return isTrue(body) && value !== undefined && (value.kind === "var" || isGroundValue(value));
}

function isGroundValue(value: Term): boolean {
  const isValue = value.kind === "scalar" || value.kind === "array" || value.kind === "object" || value.kind === "set";
  return isValue && isGround(value);
}

function termOf(expr: Expr): Term | undefined {
  if (expr.form === "term") return expr.term;
  return expr.form === "call" ? { kind: "call", terms: expr.terms, loc: nowhere } : undefined;
}

function hasTemplate({ head, body }: Rule): boolean {
  const isTemplate = (node: TreeNode): boolean => node.kind === "template";
  let found = body.some((expr) => some(expr, isTemplate));
  visitHead(head, (node) => {
    found ||= isTemplate(node);
    return found;
  });
  return found;
}
