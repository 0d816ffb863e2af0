import { descend, type Program } from "../analyse/program.ts";
import { isDocument } from "../analyse/variables.ts";
import type { Scalar, Term } from "../syntax/ast.ts";
import { isConstant } from "./constants.ts";

/** The value of a term that is the same in every evaluation: a constant, or a ref to a rule that is one. */
export function constantValue({ root }: Program, term: Term): Term | undefined {
  if (isConstant(term)) return term;
  if (term.kind !== "ref" || !isDocument(term.head) || term.head.kind !== "var" || term.head.name !== "data") {
    return undefined;
  }
  const names = term.path.map((part) =>
    part.kind === "scalar" && typeof part.value === "string" ? part.value : undefined,
  );
  if (!names.every((name) => name !== undefined)) return undefined;
  const { node, depth } = descend(root, names);
  const { group } = node;
  if (group?.kind !== "single" || group.defaultClause !== undefined || depth < names.length) return undefined;
  const [clause, ...more] = group.clauses;
  if (clause === undefined || more.length > 0 || clause.orElse !== undefined) return undefined;
  const isUnconditional = clause.body.every(
    (expr) => expr.kind === "term" && expr.term.kind === "scalar" && expr.term.value !== false && !expr.negated,
  );
  return isUnconditional && isConstant(clause.value) ? clause.value : undefined;
}

/** The members of a constant array, set or object, where all are scalars that JavaScript compares by value. */
export function constantMembers(term: Term | undefined): readonly Scalar[] | undefined {
  switch (term?.kind) {
    case "array":
    case "set":
      return plainScalars(term.items);
    case "object":
      return plainScalars(term.entries.map(([, value]) => value));
    default:
      return undefined;
  }
}

/** The values of terms that are scalars which JavaScript compares by value. */
export function plainScalars(terms: readonly Term[] | undefined): readonly Scalar[] | undefined {
  const values = terms?.map((term) => (term.kind === "scalar" ? term.value : undefined));
  const isComparable = (value: Scalar | undefined): value is Scalar =>
    value !== undefined && (typeof value !== "object" || value === null);
  return values?.every(isComparable) === true ? values : undefined;
}
