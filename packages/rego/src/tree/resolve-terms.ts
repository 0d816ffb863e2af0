import type * as syntax from "../syntax/ast.ts";
import { inOrderOfKeys } from "../syntax/equal-keys.ts";
import { deprecatedBuiltins, isDeclared } from "../types/builtin-types.ts";
import { declaredNames } from "./declared-names.ts";
import { type Global, type Globals, globalTerms } from "./globals.ts";
import type { NameGenerator } from "./names.ts";
import { objectTerm, setTerm } from "./term-order.ts";
import {
  type Body,
  callOf,
  type Expr,
  type Features,
  isRootName,
  nameParts,
  type RefTerm,
  type Term,
  termExpr,
  variable,
  type With,
} from "./tree.ts";

/** Reads the syntax tree into the tree of the checks, in which names of rules and imports are refs to `data`. */
export class TermReader {
  private readonly globals: Globals;
  /** Names that mean variables, by the bodies around the place being read. */
  private readonly declared: ReadonlySet<string>[];

  private readonly names: NameGenerator;
  readonly features: Features = {
    comprehensions: false,
    templates: false,
    withs: false,
    oddCalls: false,
    builtinNames: false,
    rootAssignments: false,
  };

  constructor(names: NameGenerator, globals: Globals, declared: readonly ReadonlySet<string>[]) {
    this.names = names;
    this.globals = globals;
    this.declared = [...declared];
  }

  body(body: syntax.Body): Body {
    return body.map((expr) => this.expr(expr));
  }

  private within<T>(names: ReadonlySet<string>, read: () => T): T {
    this.declared.push(names);
    const result = read();
    this.declared.pop();
    return result;
  }

  private expr(expr: syntax.Expr): Expr {
    const read = this.form(expr);
    read.negated = expr.negated;
    if (expr.withs.length === 0) return read;
    this.features.withs = true;
    read.withs = expr.withs.map((with_) => this.with(with_));
    return read;
  }

  private form(expr: syntax.Expr): Expr {
    const { loc } = expr;
    const base = { kind: "expr", negated: false, withs: [], generated: false, loc } as const;
    switch (expr.kind) {
      case "term":
        return this.termExpr(expr.term, loc);
      case "unify":
      case "assign": {
        if (expr.kind === "assign" && expr.left.kind === "ref") this.features.rootAssignments = true;
        const operator = this.operator(expr.kind === "unify" ? "eq" : "assign", loc);
        return callOf([operator, this.term(expr.left), this.term(expr.right)], loc);
      }
      case "some":
        return { ...base, form: "some", symbols: expr.names.map(({ name }) => ({ kind: "var", name, loc })) };
      case "some-in":
        return { ...base, form: "some", symbols: [this.membership(expr)] };
      case "every":
        return this.within(new Set([expr.key?.name ?? expr.value.name, expr.value.name]), () => ({
          ...base,
          form: "every",
          key: expr.key === undefined ? undefined : { ...expr.key },
          value: { ...expr.value },
          domain: this.term(expr.domain),
          body: this.body(expr.body),
        }));
      case "not":
        return { ...base, form: "not", body: this.body(expr.body), explicit: expr.explicit };
      default: {
        const { operator, explicitLeft, explicitRight } = expr;
        const sides = { left: this.body(expr.left), right: this.body(expr.right) };
        return { ...base, form: "logical", operator, ...sides, explicitLeft, explicitRight };
      }
    }
  }

  private membership({ key, value, domain }: syntax.SomeInExpr): Term {
    const operands = [...(key === undefined ? [] : [key]), value, domain].map((term) => this.term(term));
    const { loc } = key ?? value;
    return { kind: "call", terms: [memberOperator(operands.length, loc), ...operands], loc };
  }

  private termExpr(term: syntax.Term, loc: Term["loc"]): Expr {
    const read = this.term(term);
    if (read.kind !== "call") return termExpr(read, loc);
    return callOf(read.terms, loc);
  }

  private with({ target, value, loc }: syntax.With): With {
    return { kind: "with", target: this.plain(target), value: this.plain(value), loc };
  }

  private plain(term: syntax.With["target"]): Term {
    return term.kind === "builtin"
      ? { kind: "ref", terms: nameParts(term.name, term.loc), loc: term.loc }
      : this.term(term);
  }

  /** A rule can have the name of an operator, and then is what the operator calls. */
  private operator(name: string, loc: Term["loc"]): Term {
    return { kind: "ref", terms: this.refTerms([variable(name, loc)]), loc };
  }

  term(term: syntax.Term): Term {
    const { loc } = term;
    switch (term.kind) {
      case "scalar":
        return { ...term };
      case "var": {
        const global = this.global(term.name);
        if (global !== undefined) return { kind: "ref", terms: globalTerms(global, loc), loc };
        if (isDeclared(term.name)) this.features.builtinNames = true;
        return variable(term.name, loc);
      }
      case "ref":
        return this.ref(term);
      case "call":
        return { kind: "call", terms: [this.callee(term), ...term.args.map((arg) => this.term(arg))], loc };
      case "array":
        return { kind: "array", items: term.items.map((item) => this.term(item)), loc };
      case "set":
        return setTerm(
          term.items.map((item) => this.term(item)),
          loc,
        );
      case "object":
        return objectTerm(
          inOrderOfKeys(term.entries).map(([key, value]) => [this.term(key), this.term(value)] as const),
          loc,
        );
      case "template":
        this.features.templates = true;
        return {
          kind: "template",
          isRaw: term.isRaw,
          parts: term.parts.flatMap((part) => this.templatePart(part, loc)),
          loc,
        };
      default:
        return this.comprehension(term);
    }
  }

  private ref({ head, path, loc }: syntax.RefTerm): RefTerm {
    const first = head.kind === "var" && isRootName(head.name) ? this.root(head) : this.term(head);
    const terms = head.kind === "var" && first.kind === "ref" ? first.terms : [first];
    return { kind: "ref", terms: [...terms, ...path.map((part) => this.term(part))], loc };
  }

  private callee({ callee }: syntax.CallTerm): Term {
    const { loc } = callee;
    if (callee.kind !== "builtin" && isOdd(callee)) this.features.oddCalls = true;
    if (callee.kind === "ref") return this.ref(callee);
    const parts = callee.kind === "var" ? [{ ...callee }] : nameParts(callee.name, loc);
    return { kind: "ref", terms: this.refTerms(parts), loc };
  }

  private refTerms([head, ...rest]: readonly Term[]): Term[] {
    const global = head?.kind === "var" ? this.global(head.name) : undefined;
    return global === undefined ? [head as Term, ...rest] : [...globalTerms(global, (head as Term).loc), ...rest];
  }

  private root({ name, loc }: syntax.VarTerm): Term {
    const global = this.global(name);
    return global === undefined ? variable(name, loc) : { kind: "ref", terms: globalTerms(global, loc), loc };
  }

  private comprehension(term: syntax.Comprehension): Term {
    this.features.comprehensions = true;
    return this.within(declaredNames(term.body), () => {
      const { loc } = term;
      if (term.kind === "object-comprehension") {
        return {
          kind: term.kind,
          key: this.term(term.key),
          value: this.term(term.value),
          body: this.body(term.body),
          loc,
        };
      }
      return { kind: term.kind, head: this.term(term.head), body: this.body(term.body), loc };
    });
  }

  /** What stands in braces is an expression, unless it is a constant. */
  private templatePart(part: string | syntax.SetComprehension, loc: Term["loc"]): (Term | Expr)[] {
    if (typeof part === "string") return part === "" ? [] : [{ kind: "scalar", value: part, loc }];
    const [expr] = part.body;
    if (expr?.kind !== "unify") return [];
    if (expr.right.kind === "scalar") return [{ ...expr.right }];
    return [this.expr({ ...expr, kind: "term", term: expr.right })];
  }

  private global(name: string): Global | undefined {
    const global = this.globals.get(name);
    if (global === undefined) {
      this.names.noteWritten(name);
      return undefined;
    }
    for (const names of this.declared) if (names.has(name)) return undefined;
    global.used = true;
    return global;
  }
}

const oddNames = new Set([...deprecatedBuiltins, "print", "internal.print", "internal.test_case"]);

function isOdd(callee: syntax.VarTerm | syntax.RefTerm): boolean {
  if (callee.kind === "var") return oddNames.has(callee.name);
  return callee.head.kind !== "var" || callee.head.name === "internal" || callee.head.name === "net";
}

function memberOperator(operands: number, loc: Term["loc"]): Term {
  return { kind: "ref", terms: nameParts(operands === 2 ? "internal.member_2" : "internal.member_3", loc), loc };
}
