import { functionAt, type Program, type RuleGroup } from "../analyse/program.ts";
import { isDocument } from "../analyse/variables.ts";
import type { Body, CallTerm, Expr, RefTerm, Scalar, Term } from "../syntax/ast.ts";
import { constantMembers, constantValue, plainScalars } from "./constant-rules.ts";

/** The value at a path of constant names has to be one of some scalars, or a body has no solution. */
export type Necessity = { readonly path: readonly string[]; readonly values: ReadonlySet<Scalar> };

/** Longer lists of alternatives are not worth the look-up. */
const mostValues = 64;

/** What somebody listens to is said for values that later lines refuse, too. */
const seenBuiltins = new Set(["internal.print", "internal.test_case", "trace"]);

function isSeen(expr: Expr): boolean {
  if (expr.kind !== "term" || expr.term.kind !== "call") return false;
  const { callee } = expr.term;
  return callee.kind === "builtin" && seenBuiltins.has(callee.name);
}

/**
 * Finds what a value has to be like for code to have a solution: `x.kind == "Pod"`, `x.kind in kinds` where `kinds` is a
 * constant rule, `paths[x.kind]`, and calls of functions all of whose definitions ask for the same of their argument. It
 * holds as long as no `with` replaces a rule or function.
 */
export class Necessities {
  private readonly program: Program;
  private readonly ofFunctions = new Map<string, readonly Necessity[]>();

  constructor(program: Program) {
    this.program = program;
  }

  /** Of the value of a variable, for the lines of a body; at most one for each path. */
  ofVariable(name: string, body: Body): readonly Necessity[] {
    const known = new Aliases(name);
    const seen = body.findIndex(isSeen);
    const lines = seen < 0 ? body : body.slice(0, seen);
    return strictest(lines.flatMap((expr) => this.ofExpr(known, expr)));
  }

  private ofExpr(known: Aliases, expr: Expr): readonly Necessity[] {
    if (expr.negated || expr.withs.length > 0) return [];
    switch (expr.kind) {
      case "term":
        return [...this.ofCondition(known, expr.term), ...this.ofTerm(known, expr.term)];
      case "unify":
      case "assign": {
        const equal = equality(known, expr.left, expr.right);
        const parts = [...this.ofTerm(known, expr.left), ...this.ofTerm(known, expr.right)];
        known.add(expr.left, expr.right);
        known.add(expr.right, expr.left);
        return [...equal, ...parts];
      }
      case "some-in":
        return this.ofTerm(known, expr.domain);
      default:
        return [];
    }
  }

  /** Of a call that has to be true. */
  private ofCondition(known: Aliases, term: Term): readonly Necessity[] {
    if (term.kind !== "call" || term.callee.kind !== "builtin") return [];
    const [left, right] = term.args;
    if (left === undefined || right === undefined || term.args.length !== 2) return [];
    if (term.callee.name === "equal") return equality(known, left, right);
    const path = term.callee.name === "internal.member_2" ? known.path(left) : undefined;
    return path === undefined ? [] : necessity(path, constantMembers(constantValue(this.program, right)));
  }

  /** Of a term that has to have a value. */
  private ofTerm(known: Aliases, term: Term): readonly Necessity[] {
    switch (term.kind) {
      case "call":
        return [...term.args.flatMap((arg) => this.ofTerm(known, arg)), ...this.ofCall(known, term)];
      case "ref":
        return [...this.ofTerm(known, term.head), ...this.ofRef(known, term)];
      case "array":
      case "set":
        return term.items.flatMap((item) => this.ofTerm(known, item));
      case "object":
        return term.entries.flatMap((entry) => entry.flatMap((part) => this.ofTerm(known, part)));
      default:
        return [];
    }
  }

  private ofCall(known: Aliases, { callee, args }: CallTerm): readonly Necessity[] {
    const group = callee.kind === "ref" ? functionAt(this.program, callee) : undefined;
    if (group === undefined || group.arity !== args.length) return [];
    return args.flatMap((arg, i) => {
      const path = known.path(arg);
      if (path === undefined) return [];
      return this.ofParameter(group, i).map((one) => ({ ...one, path: [...path, ...one.path] }));
    });
  }

  /** `rule[x.name]`, where the rule is a constant: the name is one of its keys. */
  private ofRef(known: Aliases, ref: RefTerm): readonly Necessity[] {
    const inner = ref.path.flatMap((part) => this.ofTerm(known, part));
    if (!isDocument(ref.head)) return inner;
    const at = ref.path.findIndex((part) => part.kind !== "scalar");
    const operand = ref.path[at];
    const path = operand === undefined ? undefined : known.path(operand);
    if (path === undefined) return inner;
    const collection = constantValue(this.program, { ...ref, path: ref.path.slice(0, at) });
    const keys = collection?.kind === "object" ? collection.entries.map(([key]) => key) : undefined;
    return [
      ...inner,
      ...necessity(path, collection?.kind === "set" ? constantMembers(collection) : plainScalars(keys)),
    ];
  }

  /** Of an argument of a function, whichever of its definitions is the one that holds. */
  private ofParameter(group: RuleGroup, position: number): readonly Necessity[] {
    const key = `${group.index}/${position}`;
    const known = this.ofFunctions.get(key);
    if (known !== undefined) return known;
    // A function that calls itself is an error elsewhere.
    this.ofFunctions.set(key, []);
    const found = group.defaultClause === undefined ? this.ofDefinitions(group, position) : [];
    this.ofFunctions.set(key, found);
    return found;
  }

  private ofDefinitions({ clauses }: RuleGroup, position: number): readonly Necessity[] {
    const definitions = clauses.flatMap((clause) => {
      const chain = [clause];
      for (let next = clause.orElse; next !== undefined; next = next.orElse) chain.push(next);
      return chain;
    });
    const each = definitions.map(({ args, body, value }) => {
      const arg = args[position];
      if (arg?.kind === "scalar") return necessity([], plainScalars([arg]));
      if (arg?.kind !== "var") return [];
      const result: Expr = { kind: "term", term: value, negated: false, withs: [], loc: value.loc };
      return this.ofVariable(arg.name, [...body, result]);
    });
    return inAll(each);
  }
}

/** Variables that stand for something at a constant path of a variable. */
class Aliases {
  private readonly paths = new Map<string, readonly string[]>();

  constructor(name: string) {
    this.paths.set(name, []);
  }

  path(term: Term): readonly string[] | undefined {
    if (term.kind === "var") return this.paths.get(term.name);
    if (term.kind !== "ref" || term.head.kind !== "var") return undefined;
    const start = this.paths.get(term.head.name);
    const names = term.path.map((part) =>
      part.kind === "scalar" && typeof part.value === "string" ? part.value : undefined,
    );
    return start !== undefined && names.every((name) => name !== undefined) ? [...start, ...names] : undefined;
  }

  add(alias: Term, term: Term): void {
    const path = this.path(term);
    if (alias.kind === "var" && path !== undefined && !this.paths.has(alias.name)) this.paths.set(alias.name, path);
  }
}

function equality(known: Aliases, left: Term, right: Term): readonly Necessity[] {
  const path = known.path(left) ?? known.path(right);
  const [scalar] = [left, right].filter(({ kind }) => kind === "scalar");
  return path === undefined || scalar === undefined ? [] : necessity(path, plainScalars([scalar]));
}

function necessity(path: readonly string[], values: readonly Scalar[] | undefined): readonly Necessity[] {
  return values === undefined || values.length > mostValues ? [] : [{ path, values: new Set(values) }];
}

/** For each path the one with the fewest values. */
function strictest(all: readonly Necessity[]): readonly Necessity[] {
  const byPath = new Map<string, Necessity>();
  for (const one of all) {
    const key = JSON.stringify(one.path);
    const known = byPath.get(key);
    if (known === undefined || one.values.size < known.values.size) byPath.set(key, one);
  }
  return [...byPath.values()];
}

/** What is necessary whichever of several alternatives holds. */
function inAll([first, ...rest]: readonly (readonly Necessity[])[]): readonly Necessity[] {
  return (first ?? []).flatMap(({ path, values }) => {
    const others = rest.map((list) => list.find((one) => JSON.stringify(one.path) === JSON.stringify(path)));
    if (!others.every((one) => one !== undefined)) return [];
    return necessity(path, [...others.reduce((sum, one) => sum.union(one.values), values)]);
  });
}
