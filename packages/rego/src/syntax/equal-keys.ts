import { compareStrings } from "../values/compare-strings.ts";
import type { ObjectTerm, Term } from "./ast.ts";
import { SameTerms } from "./same-terms.ts";

type Entries = ObjectTerm["entries"];

/**
 * The entries of an object whose names are resolved, each key once. Of keys that are one key only then, such as `r` and
 * `data.a.r`, the value of the last counts in OPA's order of terms as they are `written`, and only that one.
 */
export function withEachKeyOnce(written: Entries, resolved: Entries): Entries {
  if (!canBecomeEqual(resolved)) return resolved;
  const terms = new SameTerms();
  const numbers = resolved.map(([key]) => terms.numberOf(key));
  if (new Set(numbers).size === numbers.length) return resolved;
  const last = new Map<number, number>();
  for (const [i, number] of numbers.entries()) {
    const known = last.get(number);
    if (known === undefined || compareWritten(keyAt(written, known), keyAt(written, i)) <= 0) last.set(number, i);
  }
  return resolved.filter((_, i) => last.get(numbers[i] as number) === i);
}

/** The entries in the order in which one that becomes equal to another replaces it. */
export function inOrderOfKeys(written: Entries): Entries {
  return canBecomeEqual(written) ? written.toSorted(([left], [right]) => compareWritten(left, right)) : written;
}

/** Constant keys are what they are. */
function canBecomeEqual(entries: Entries): boolean {
  return entries.length > 1 && entries.filter(([key]) => key.kind !== "scalar").length > 1;
}

function keyAt(entries: Entries, at: number): Term {
  return (entries[at] as Entries[number])[0];
}

/** Of terms that become equal: names come before refs, and both are in the order of their first names. */
function compareWritten(left: Term, right: Term): number {
  if (left.kind === "array" && right.kind === "array") {
    return firstDifference(left.items.map((item, i) => compareWritten(item, right.items[i] ?? item)));
  }
  if (left.kind !== right.kind) return left.kind === "var" ? -1 : 1;
  return compareStrings(firstName(left), firstName(right));
}

function firstDifference(differences: readonly number[]): number {
  return differences.find((difference) => difference !== 0) ?? 0;
}

function firstName(term: Term): string {
  if (term.kind === "ref") return firstName(term.head);
  return term.kind === "var" ? term.name : "";
}
