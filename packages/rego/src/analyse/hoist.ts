import type { CallTerm, Expr, Term, VarTerm } from "../syntax/ast.ts";

type Take = (term: Term) => VarTerm;
type Change = (term: Term, take: Take) => Term;

/**
 * What OPA evaluates before a negated expression: calls and refs inside the arguments of a call. Where one of them is
 * undefined, so is the whole line: `not startswith(input.x, "a")` does not hold for an absent `x`, while `not input.x`
 * and `not input.x == "a"` do. Calls are taken out before a body is ordered, refs after: variables in a ref's brackets
 * must be bound elsewhere.
 */
export function hoistCalls(expr: Expr, fresh: () => string): readonly Expr[] {
  const whole: Change = (term, take) =>
    term.kind === "call"
      ? { ...term, args: term.args.map((arg) => withCallsTaken(arg, take)) }
      : withCallsTaken(term, take);
  return hoisted(expr, fresh, whole, withCallsTaken);
}

export function hoistRefs(expr: Expr, fresh: () => string): readonly Expr[] {
  const change: Change = (term, take) =>
    term.kind === "call" ? callWithRefsTaken(term, take) : withOperandsTaken(term, take);
  return hoisted(expr, fresh, change, change);
}

/** `change` is for an expression that is a term, `changeSide` for the sides of a unification. */
function hoisted(expr: Expr, fresh: () => string, change: Change, changeSide: Change): readonly Expr[] {
  if (!expr.negated) return [expr];
  const before: Expr[] = [];
  const take: Take = (term) => {
    const variable: VarTerm = { kind: "var", name: fresh(), loc: term.loc };
    before.push({ kind: "unify", left: variable, right: term, negated: false, withs: expr.withs, loc: expr.loc });
    return variable;
  };
  if (expr.kind === "term") {
    const term = change(expr.term, take);
    return [...before, { ...expr, term }];
  }
  if (expr.kind !== "unify" && expr.kind !== "assign") return [expr];
  const sides = { left: changeSide(expr.left, take), right: changeSide(expr.right, take) };
  return [...before, { ...expr, ...sides }];
}

/** Both sides of an equality are looked at as they are. */
function callWithRefsTaken(call: CallTerm, take: Take): CallTerm {
  const isEquality = call.callee.kind === "builtin" && call.callee.name === "equal";
  return {
    ...call,
    args: call.args.map((arg) => (isEquality ? withOperandsTaken(arg, take) : withRefsTaken(arg, take))),
  };
}

/** Inner calls first, each in a variable of its own. */
function withCallsTaken(term: Term, take: Take): Term {
  if (term.kind !== "call") return mapParts(term, (part) => withCallsTaken(part, take));
  return take({ ...term, args: term.args.map((arg) => withCallsTaken(arg, take)) });
}

/** All refs, wherever they stand in arrays, sets and objects. */
function withRefsTaken(term: Term, take: Take): Term {
  if (term.kind !== "ref") return mapParts(term, (part) => withRefsTaken(part, take));
  return take({ ...term, path: term.path.map((part) => withRefsTaken(part, take)) });
}

/** A ref that is a whole side of an expression stays; refs in its brackets and in composites do not. */
function withOperandsTaken(term: Term, take: Take): Term {
  if (term.kind !== "ref") return withRefsTaken(term, take);
  return { ...term, path: term.path.map((part) => withRefsTaken(part, take)) };
}

function mapParts(term: Term, change: (part: Term) => Term): Term {
  switch (term.kind) {
    case "array":
    case "set":
      return { ...term, items: term.items.map(change) };
    case "object":
      return { ...term, entries: term.entries.map(([key, value]) => [change(key), change(value)]) };
    case "ref":
      return { ...term, head: term.head.kind === "var" ? term.head : change(term.head), path: term.path.map(change) };
    default:
      return term;
  }
}
