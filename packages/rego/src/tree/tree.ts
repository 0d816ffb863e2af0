import type { Location } from "../errors.ts";
import type { Scalar } from "../syntax/ast.ts";

/**
 * The tree that checks work on. It differs from the syntax tree in what makes taking it apart easy: operators are
 * calls, calls and refs are lists of terms whose first is what is called or looked into, and each stage replaces parts
 * in place, so that an error found late still points to the source.
 */
type Node<Kind extends string> = { readonly kind: Kind; loc: Location };

export type ScalarTerm = Node<"scalar"> & { readonly value: Scalar };
export type VarTerm = Node<"var"> & { readonly name: string };
export type RefTerm = Node<"ref"> & { terms: Term[] };
export type CallTerm = Node<"call"> & { terms: Term[] };
export type ArrayTerm = Node<"array"> & { items: Term[] };
/** In Rego's order, without duplicates. */
export type SetTerm = Node<"set"> & { items: Term[] };
/** In the order of the keys. */
export type ObjectTerm = Node<"object"> & { entries: [Term, Term][] };
type ArrayComprehension = Node<"array-comprehension"> & { head: Term; body: Body };
type SetComprehension = Node<"set-comprehension"> & { head: Term; body: Body };
type ObjectComprehension = Node<"object-comprehension"> & { key: Term; value: Term; body: Body };
/** Literal text, terms that need no evaluation, and expressions. `isRaw`: written in backticks. */
export type TemplateTerm = Node<"template"> & { readonly isRaw: boolean; parts: (Term | Expr)[] };

export type Comprehension = ArrayComprehension | SetComprehension | ObjectComprehension;
export type Term =
  | ScalarTerm
  | VarTerm
  | RefTerm
  | CallTerm
  | ArrayTerm
  | SetTerm
  | ObjectTerm
  | Comprehension
  | TemplateTerm;

export type With = Node<"with"> & { target: Term; value: Term };

type ExprNode<Form extends string> = Node<"expr"> & {
  readonly form: Form;
  negated: boolean;
  withs: readonly With[];
  /** Made by a stage; its last operand is the value of the call. */
  generated: boolean;
};
export type TermExpr = ExprNode<"term"> & { term: Term };
/** Also `left = right` and `left := right`, whose operators are `eq` and `assign`. */
export type CallExpr = ExprNode<"call"> & {
  terms: Term[];
  /** Was an assignment: the left side is only written. */
  fromAssignment: boolean;
};
/** `some x, y`: names; `some x in xs`: one call of `internal.member_2` or `internal.member_3`. */
export type SomeExpr = ExprNode<"some"> & { symbols: Term[] };
export type EveryExpr = ExprNode<"every"> & { key: Term | undefined; value: Term; domain: Term; body: Body };
/** `explicit`: written with braces, so that it may declare variables. */
export type NotExpr = ExprNode<"not"> & { body: Body; readonly explicit: boolean };
export type LogicalExpr = ExprNode<"logical"> & {
  readonly operator: "and" | "or";
  left: Body;
  right: Body;
  readonly explicitLeft: boolean;
  readonly explicitRight: boolean;
};
export type Expr = TermExpr | CallExpr | SomeExpr | EveryExpr | NotExpr | LogicalExpr;
export type Body = Expr[];

export type Head = {
  /** The rule's name, then the keys below it. */
  ref: Term[];
  args: Term[];
  /** Of a set: the member. Of an object: the last part of `ref`. */
  key: Term | undefined;
  value: Term | undefined;
  loc: Location;
};

/** What occurs somewhere in a clause, so that stages about it can leave the others alone. */
export type Features = {
  comprehensions: boolean;
  templates: boolean;
  withs: boolean;
  /** Calls of built-ins without a value, or that are kept for old policies. */
  oddCalls: boolean;
  /** Variables with the names of built-ins. */
  builtinNames: boolean;
  /** Assignments to `input` or `data`. */
  rootAssignments: boolean;
};

export type Rule = {
  readonly features: Features;
  readonly module: CheckedModule;
  readonly isDefault: boolean;
  readonly head: Head;
  body: Body;
  orElse: Rule | undefined;
  readonly loc: Location;
};

export type Import = { readonly path: readonly string[]; readonly alias: string | undefined; readonly loc: Location };

export type CheckedModule = {
  readonly name: string;
  /** Starts with `data`. */
  readonly path: readonly Term[];
  readonly imports: readonly Import[];
  readonly rules: Rule[];
  /** Whether the rules of Rego v1 hold for it, by its version or an import. */
  readonly isV1: boolean;
  readonly loc: Location;
};

export function variable(name: string, loc: Location): VarTerm {
  return { kind: "var", name, loc };
}

export function text(value: string, loc: Location): ScalarTerm {
  return { kind: "scalar", value, loc };
}

/** `eq(left, right)` and other calls of a built-in by its name. */
export function callExpr(name: string, operands: readonly Term[], loc: Location): CallExpr {
  const operator: RefTerm = { kind: "ref", terms: nameParts(name, loc), loc };
  return callOf([operator, ...operands], loc);
}

/** A call with the operator first. */
export function callOf(terms: Term[], loc: Location): CallExpr {
  return {
    kind: "expr",
    form: "call",
    terms,
    negated: false,
    withs: [],
    generated: false,
    fromAssignment: false,
    loc,
  };
}

/** The name of a built-in as the parts of a ref. */
export function nameParts(name: string, loc: Location): Term[] {
  if (!name.includes(".")) return [variable(name, loc)];
  const [first = "", ...rest] = name.split(".");
  return [variable(first, loc), ...rest.map((part) => text(part, loc))];
}

export function termExpr(term: Term, loc: Location): TermExpr {
  return { kind: "expr", form: "term", term, negated: false, withs: [], generated: false, loc };
}

/** The name of what is called, when it is a plain name like `count` or `eq`. */
export function plainOperator(expr: Expr): string | undefined {
  if (expr.form !== "call") return undefined;
  const [operator] = expr.terms;
  if (operator?.kind !== "ref" || operator.terms.length !== 1) return undefined;
  const [head] = operator.terms;
  return head?.kind === "var" ? head.name : undefined;
}

export function isEquality(expr: Expr): expr is CallExpr {
  return plainOperator(expr) === "eq";
}

export function isAssignment(expr: Expr): expr is CallExpr {
  return plainOperator(expr) === "assign";
}

export function hasTwoOperands(expr: CallExpr): boolean {
  return expr.terms.length === 3;
}

export function isTrue(body: Body): boolean {
  const [expr, ...rest] = body;
  return rest.length === 0 && expr?.form === "term" && expr.term.kind === "scalar" && expr.term.value === true;
}

/** Adds expressions to a body; a body that is only `true` is replaced. */
export function appendTo(body: Body, added: readonly Expr[]): Body {
  if (added.length === 0) return body;
  return isTrue(body) ? [...added] : [...body, ...added];
}

/** The path of a rule under `data`. */
export function ruleRef({ module, head }: Rule): Term[] {
  const [name, ...keys] = head.ref;
  const first: Term = name?.kind === "var" ? text(name.name, name.loc) : (name as Term);
  return [...module.path, first, ...keys];
}

export function isSet({ head }: Rule): boolean {
  return head.value === undefined;
}

/** The definitions of a rule and what is tried after each. */
export function clausesOf(rules: readonly Rule[]): Rule[] {
  const clauses: Rule[] = [];
  for (const rule of rules)
    for (let clause: Rule | undefined = rule; clause; clause = clause.orElse) clauses.push(clause);
  return clauses;
}

export function isRootName(name: string): boolean {
  return name === "data" || name === "input";
}

/** `input` or `data` by itself. */
export function rootDocumentName(term: Term): string | undefined {
  if (term.kind !== "ref" || term.terms.length !== 1) return undefined;
  const [head] = term.terms;
  return head?.kind === "var" && isRootName(head.name) ? head.name : undefined;
}

export function isGenerated(name: string): boolean {
  return name.startsWith("__local");
}

export function isWildcard(name: string): boolean {
  return name.startsWith("$");
}
