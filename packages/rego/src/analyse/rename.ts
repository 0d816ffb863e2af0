import type { BuiltinTable } from "../capabilities/builtin-table.ts";
import type { Body, CallTerm, Expr, Module, RefTerm, SetComprehension, Term, VarTerm, With } from "../syntax/ast.ts";
import { withEachKeyOnce } from "../syntax/equal-keys.ts";
import { Scope, writtenName } from "../syntax/scope.ts";
import type { Value } from "../values/value.ts";
import { declaredBy } from "./declarations.ts";
import { termOf } from "./metadata.ts";
import type { NameTable } from "./name-table.ts";
import { withoutPrints, withPrints } from "./print-calls.ts";
import type { ErrorReport } from "./report.ts";

type Names = {
  module: Module;
  names: NameTable;
  report: ErrorReport;
  /** Values of calls without arguments that are known when compiling. */
  known?: Readonly<Record<string, () => Value>>;
};

/** Resolves the names of one rule. Variables are scoped from the point of their declaration to the end of its body. */
export class Renamer {
  private readonly rules: ReadonlySet<string>;
  private readonly imports: ReadonlyMap<string, readonly string[]>;
  private readonly module: Module;
  private readonly report: ErrorReport;
  private readonly unused = new Map<string, Expr>();
  private readonly known: Readonly<Record<string, () => Value>>;
  private readonly builtins: BuiltinTable;
  private readonly print: boolean;

  constructor({ module, names, report, known = {} }: Names) {
    this.known = known;
    this.module = module;
    this.report = report;
    this.rules = names.rulesOf(module.path);
    this.imports = names.importsOf(module);
    this.builtins = names.builtins;
    this.print = names.print;
  }

  /** Reports variables that were declared for nothing. Called when all that can use them was renamed. */
  reportUnused(): void {
    for (const [name, { loc }] of this.unused) {
      this.report.addHarmless("rego_compile_error", `declared var ${writtenName(name)} unused`, loc);
    }
  }

  private mustBeUsed(name: string, expr: Expr): void {
    if (!name.startsWith("$")) this.unused.set(name, expr);
  }

  body(body: Body, scope: Scope): Body {
    const later = new Set(body.flatMap((expr) => declaredBy(expr)));
    const seen = new Set<string>();
    return (this.print ? withPrints(body) : withoutPrints(body)).flatMap((expr) => {
      const renamed = this.expr(expr, scope, (name) => {
        if (later.has(name) && !scope.owns(name)) seen.add(name);
      });
      for (const name of declaredBy(expr)) {
        if (seen.has(name)) this.report.add("rego_compile_error", `var ${name} referenced above`, expr.loc);
      }
      return renamed;
    });
  }

  private expr(expr: Expr, scope: Scope, noteUse: (name: string) => void): readonly Expr[] {
    const withs = expr.withs.map((with_) => this.with(with_, scope, noteUse));
    const use = (term: Term): Term => this.term(term, scope, noteUse);
    switch (expr.kind) {
      case "term":
        return [{ ...expr, withs, term: use(expr.term) }];
      case "unify":
        return [{ ...expr, withs, left: use(expr.left), right: use(expr.right) }];
      case "assign":
        return [this.assignment(expr, scope, withs, use(expr.right))];
      case "some":
        for (const { name, loc } of expr.names) this.mustBeUsed(this.declareName(name, scope, loc), expr);
        return [];
      case "some-in": {
        const domain = use(expr.domain);
        const key = expr.key === undefined ? undefined : this.declarePattern(expr.key, scope);
        return [{ ...expr, withs, key, value: this.declarePattern(expr.value, scope), domain }];
      }
      case "every": {
        const domain = use(expr.domain);
        const inner = new Scope(scope);
        const key = expr.key === undefined ? undefined : this.declareVar(expr.key, inner);
        const value = this.declareVar(expr.value, inner);
        for (const variable of key === undefined ? [value] : [key, value])
          this.mustBeUsed(variable.name, expr.body[0] ?? expr);
        return [{ ...expr, withs, domain, key, value, body: this.body(expr.body, new Scope(inner)) }];
      }
      case "not":
        return [{ ...expr, withs, body: this.body(expr.body, new Scope(scope)) }];
      default: {
        const left = this.body(expr.left, new Scope(scope));
        return [{ ...expr, withs, left, right: this.body(expr.right, new Scope(scope)) }];
      }
    }
  }

  private assignment(expr: Extract<Expr, { kind: "assign" }>, scope: Scope, withs: readonly With[], right: Term): Expr {
    if (expr.negated) this.report.add("rego_compile_error", "cannot assign vars inside negated expression", expr.loc);
    const left = this.declarePattern(expr.left, scope, "assign");
    return { kind: "assign", left, right, withs, negated: expr.negated, loc: expr.loc };
  }

  /** A pattern whose variables are declared by it; names of rules and imports are shadowed. */
  declarePattern(term: Term, scope: Scope, how: "assign" | "pattern" = "pattern"): Term {
    switch (term.kind) {
      case "var":
        return this.declareVar(term, scope, how);
      case "array":
        return { ...term, items: term.items.map((item) => this.declarePattern(item, scope, how)) };
      case "object":
        return {
          ...term,
          entries: term.entries.map(([key, value]) => [this.term(key, scope), this.declarePattern(value, scope, how)]),
        };
      case "scalar":
        return term;
      default:
        if (how === "assign") {
          this.report.add("rego_compile_error", `cannot assign to ${term.kind.replace("-", " ")}`, term.loc);
        }
        return this.term(term, scope);
    }
  }

  private declareVar(term: VarTerm, scope: Scope, how: "assign" | "pattern" = "pattern"): VarTerm {
    if (term.name.startsWith("$")) return term;
    if (how === "pattern" && scope.owns(term.name)) return { ...term, name: scope.find(term.name) as string };
    return { ...term, name: this.declareName(term.name, scope, term.loc) };
  }

  private declareName(name: string, scope: Scope, loc: Term["loc"]): string {
    if (scope.owns(name)) this.report.add("rego_compile_error", `var ${name} assigned above`, loc);
    return scope.add(name);
  }

  private with(with_: With, scope: Scope, noteUse: (name: string) => void): With {
    return {
      ...with_,
      target: this.withPart(with_.target, scope, noteUse),
      value: this.withPart(with_.value, scope, noteUse),
    };
  }

  /** A built-in stands for itself where no rule, import or variable has its name. */
  private withPart(part: With["target"], scope: Scope, noteUse: (name: string) => void): With["target"] {
    if (part.kind === "builtin") return part;
    const name = dottedName(part);
    const root = part.kind === "ref" ? rootName(part) : name;
    const isKnown = root !== undefined && (scope.find(root) !== undefined || this.globalPath(root) !== undefined);
    if (name !== undefined && !isKnown && this.builtins.has(name)) return { kind: "builtin", name, loc: part.loc };
    return this.term(part, scope, noteUse);
  }

  term(term: Term, scope: Scope, noteUse: (name: string) => void = () => {}): Term {
    const use = (inner: Term): Term => this.term(inner, scope, noteUse);
    switch (term.kind) {
      case "scalar":
        return term;
      case "var":
        return this.variable(term, scope, noteUse);
      case "ref":
        return this.ref(term, scope, noteUse);
      case "call":
        return this.call(term, scope, noteUse);
      case "array":
      case "set":
        return { ...term, items: term.items.map(use) };
      case "object": {
        const entries = term.entries.map(([key, value]) => [use(key), use(value)] as const);
        return { ...term, entries: withEachKeyOnce(term.entries, entries) };
      }
      case "template":
        return {
          ...term,
          parts: term.parts.map((part) => (typeof part === "string" ? part : this.setComprehension(part, scope))),
        };
      default:
        return this.comprehension(term, scope);
    }
  }

  private setComprehension(term: SetComprehension, scope: Scope): SetComprehension {
    const inner = new Scope(scope);
    return { ...term, body: this.body(term.body, inner), head: this.term(term.head, inner) };
  }

  private comprehension(term: Extract<Term, { body: Body }>, scope: Scope): Term {
    const inner = new Scope(scope);
    const body = this.body(term.body, inner);
    if (term.kind !== "object-comprehension") return { ...term, body, head: this.term(term.head, inner) };
    return { ...term, body, key: this.term(term.key, inner), value: this.term(term.value, inner) };
  }

  private variable(term: VarTerm, scope: Scope, noteUse: (name: string) => void): Term {
    const declared = scope.find(term.name);
    if (declared !== undefined) {
      this.unused.delete(declared);
      return { ...term, name: declared };
    }
    noteUse(term.name);
    const path = this.globalPath(term.name);
    return path === undefined ? term : refOf(path, term);
  }

  private ref(term: RefTerm, scope: Scope, noteUse: (name: string) => void): RefTerm {
    const path = term.path.map((part) => this.term(part, scope, noteUse));
    if (term.head.kind === "var" && isRoot(term.head.name) && scope.find(term.head.name) === undefined) {
      return { ...term, path };
    }
    const head = this.term(term.head, scope, noteUse);
    if (head.kind === "ref") return { ...head, path: [...head.path, ...path], loc: term.loc };
    return { ...term, head, path };
  }

  private call(term: CallTerm, scope: Scope, noteUse: (name: string) => void): Term {
    const args = term.args.map((arg) => this.term(arg, scope, noteUse));
    if (term.callee.kind === "builtin") return { ...term, args };
    const name = dottedName(term.callee);
    const root = term.callee.kind === "var" ? term.callee.name : rootName(term.callee);
    const isLocal = root !== undefined && scope.find(root) !== undefined;
    const isGlobal = root !== undefined && (this.globalPath(root) !== undefined || isRoot(root));
    if (name !== undefined && !isLocal && !isGlobal) {
      const known = Object.hasOwn(this.known, name) ? this.known[name] : undefined;
      if (known !== undefined) return termOf(known(), term.loc);
      return { ...term, args, callee: { kind: "builtin", name, loc: term.callee.loc } };
    }
    const callee = this.term(term.callee, scope);
    if (callee.kind === "ref") return { ...term, args, callee };
    this.report.add("rego_type_error", `undefined function ${name ?? "call"}`, term.loc);
    return { ...term, args, callee: { kind: "builtin", name: name ?? "", loc: term.callee.loc } };
  }

  private globalPath(name: string): readonly string[] | undefined {
    if (this.rules.has(name)) return ["data", ...this.module.path, name];
    return this.imports.get(name);
  }
}

function isRoot(name: string): boolean {
  return name === "data" || name === "input";
}

function refOf([root = "", ...path]: readonly string[], { loc }: Term): RefTerm {
  return {
    kind: "ref",
    loc,
    head: { kind: "var", name: root, loc },
    path: path.map((value) => ({ kind: "scalar", value, loc })),
  };
}

function rootName(term: RefTerm): string | undefined {
  return term.head.kind === "var" ? term.head.name : undefined;
}

/** `a.b.c` of a var or of a ref with constant string parts. */
function dottedName(term: Term): string | undefined {
  if (term.kind === "var") return term.name;
  if (term.kind !== "ref" || term.head.kind !== "var") return undefined;
  const parts = term.path.map((part) =>
    part.kind === "scalar" && typeof part.value === "string" ? part.value : undefined,
  );
  return parts.includes(undefined) ? undefined : [term.head.name, ...parts].join(".");
}
