import { compare } from "../values/compare.ts";
import { compareStrings } from "../values/compare-strings.ts";
import { termText } from "./term-text.ts";
import type { ObjectTerm, SetTerm, Term } from "./tree.ts";

const order: Readonly<Record<Term["kind"], number>> = {
  scalar: 0,
  template: 1,
  var: 2,
  ref: 3,
  array: 4,
  object: 5,
  set: 6,
  "array-comprehension": 7,
  "object-comprehension": 8,
  "set-comprehension": 9,
  call: 10,
};

/** A total order over terms: constants in Rego's order, then variables, refs and composites. */
export function compareTerms(left: Term, right: Term): number {
  if (left === right) return 0;
  if (left.kind === "scalar" && right.kind === "scalar") return compare(left.value, right.value);
  if (left.kind !== right.kind) return order[left.kind] - order[right.kind];
  if (left.kind === "var" && right.kind === "var") return compareStrings(left.name, right.name);
  if ((left.kind === "ref" || left.kind === "call") && left.kind === right.kind) {
    return compareLists(left.terms, right.terms);
  }
  if (left.kind === "array" && right.kind === "array") return compareLists(left.items, right.items);
  return compareStrings(termText(left), termText(right));
}

function compareLists(left: readonly Term[], right: readonly Term[]): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = compareTerms(left[i] as Term, right[i] as Term);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

export function equalTerms(left: Term, right: Term): boolean {
  return compareTerms(left, right) === 0;
}

/** A set's members in order, the first of equal ones kept. */
export function setTerm(items: readonly Term[], loc: Term["loc"]): SetTerm {
  if (items.length < 2) return { kind: "set", items: [...items], loc };
  const sorted = items.toSorted(compareTerms);
  return { kind: "set", items: sorted.filter((item, i) => i === 0 || !equalTerms(sorted[i - 1] as Term, item)), loc };
}

/** An object's entries in the order of their keys; the last of equal keys holds. */
export function objectTerm(entries: readonly (readonly [Term, Term])[], loc: Term["loc"]): ObjectTerm {
  const sorted = entries.map(([key, value]): [Term, Term] => [key, value]);
  if (sorted.length > 1) sorted.sort(([a], [b]) => compareTerms(a, b));
  return {
    kind: "object",
    entries: sorted.filter(([key], i) => i === sorted.length - 1 || !equalTerms(key, sorted[i + 1]?.[0] as Term)),
    loc,
  };
}
