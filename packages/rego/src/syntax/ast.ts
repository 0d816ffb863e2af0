import type { Location } from "../errors.ts";
import type { NumberValue } from "../values/numbers.ts";

/** Every node knows where it starts in the source. */
type Node<Kind extends string> = { readonly kind: Kind; readonly loc: Location };

export type Scalar = null | boolean | string | NumberValue;

export type ScalarTerm = Node<"scalar"> & { readonly value: Scalar };
/** A variable, or before resolution the name of a rule, import or root document. */
export type VarTerm = Node<"var"> & { readonly name: string };
/** `head.path[0][path[1]]`. Dots are string scalars. */
export type RefTerm = Node<"ref"> & { readonly head: Term; readonly path: readonly Term[] };
/** A built-in by its name in OPA's capabilities; infix operators are built-ins, `x + y` is `plus(x, y)`. */
type BuiltinTerm = Node<"builtin"> & { readonly name: string };
export type CallTerm = Node<"call"> & {
  readonly callee: VarTerm | RefTerm | BuiltinTerm;
  readonly args: readonly Term[];
};
export type ArrayTerm = Node<"array"> & { readonly items: readonly Term[] };
type SetTerm = Node<"set"> & { readonly items: readonly Term[] };
export type ObjectTerm = Node<"object"> & { readonly entries: readonly (readonly [Term, Term])[] };
type ArrayComprehension = Node<"array-comprehension"> & { readonly head: Term; readonly body: Body };
export type SetComprehension = Node<"set-comprehension"> & { readonly head: Term; readonly body: Body };
type ObjectComprehension = Node<"object-comprehension"> & {
  readonly key: Term;
  readonly value: Term;
  readonly body: Body;
};
/**
 * `$"text {term} text"`: literal text in turn with the set of the values of what stands in braces. `isRaw`: in backticks.
 */
export type TemplateTerm = Node<"template"> & {
  readonly isRaw: boolean;
  readonly parts: readonly (string | SetComprehension)[];
};

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

/** `with target as value`. Either may be a function: a built-in, or a ref to a rule with arguments. */
export type With = Node<"with"> & { readonly target: Term | BuiltinTerm; readonly value: Term | BuiltinTerm };

type ExprNode<Kind extends string> = Node<Kind> & { readonly negated: boolean; readonly withs: readonly With[] };
type TermExpr = ExprNode<"term"> & { readonly term: Term };
/** `left = right`. */
type UnifyExpr = ExprNode<"unify"> & { readonly left: Term; readonly right: Term };
/** `left := right`; declares the variables of `left`. Renaming turns it into a unification. */
type AssignExpr = ExprNode<"assign"> & { readonly left: Term; readonly right: Term };
/** `some x, y`. */
type SomeExpr = ExprNode<"some"> & { readonly names: readonly VarTerm[] };
/** `some x in xs` and `some k, v in xs`. */
export type SomeInExpr = ExprNode<"some-in"> & {
  readonly key: Term | undefined;
  readonly value: Term;
  readonly domain: Term;
};
/** `every x in xs { … }` and `every k, v in xs { … }`. */
export type EveryExpr = ExprNode<"every"> & {
  readonly key: VarTerm | undefined;
  readonly value: VarTerm;
  readonly domain: Term;
  readonly body: Body;
};
/** `not { … }`: true when the body has no solution. `explicit`: the body has braces. */
type NotExpr = ExprNode<"not"> & { readonly body: Body; readonly explicit: boolean };
/** `{ … } and { … }`, `{ … } or { … }`: each operand is a body of its own. */
type LogicalExpr = ExprNode<"logical"> & {
  readonly operator: "and" | "or";
  readonly left: Body;
  readonly right: Body;
  /** Whether a side has braces, and so a scope of its own. */
  readonly explicitLeft: boolean;
  readonly explicitRight: boolean;
};

export type Expr = TermExpr | UnifyExpr | AssignExpr | SomeExpr | SomeInExpr | EveryExpr | NotExpr | LogicalExpr;
export type Body = readonly Expr[];

/**
 * `ref(args) := value`, `ref contains key`. `ref` starts with the rule's name; its path may hold variables. A head
 * without a value has the value true.
 */
export type Head = Node<"head"> & {
  readonly name: VarTerm;
  readonly path: readonly Term[];
  readonly args: readonly Term[] | undefined;
  readonly contains: Term | undefined;
  readonly value: Term | undefined;
  /** Written with `:=`. */
  readonly assigned: boolean;
};

export type Rule = Node<"rule"> & {
  readonly isDefault: boolean;
  readonly head: Head;
  /** Absent: `p := 1` without a body. */
  readonly body: Body;
  readonly orElse: Rule | undefined;
};

export type Import = Node<"import"> & { readonly path: readonly string[]; readonly alias: string | undefined };

/** A comment: what stands behind its `#`. `isAlone`: it has its line for itself. `col` is where it starts. */
export type Comment = {
  readonly row: number;
  readonly col: number;
  readonly text: string;
  readonly isAlone: boolean;
};

export type Module = Node<"module"> & {
  readonly comments: readonly Comment[];
  /** Without the leading `data`. */
  readonly path: readonly string[];
  readonly imports: readonly Import[];
  readonly rules: readonly Rule[];
  readonly regoVersion: 0 | 1;
};
