import { objectTerm, setTerm } from "./term-order.ts";
import type { ObjectTerm, SetTerm, Term } from "./tree.ts";

type Change = (term: Term) => Term;

/** Replaces terms of a list in place, from a position on. Returns whether any is another now. */
export function replaceAll(terms: Term[], change: Change, from = 0): boolean {
  let isChanged = false;
  for (let i = from; i < terms.length; i++) {
    const term = terms[i] as Term;
    const changed = change(term);
    if (changed === term) continue;
    terms[i] = changed;
    isChanged = true;
  }
  return isChanged;
}

/** A set with changed members, in order again. */
export function changedSet(term: SetTerm, change: Change): SetTerm {
  return replaceAll(term.items, change) ? setTerm(term.items, term.loc) : term;
}

/** An object with changed entries, in the order of its keys again. */
export function changedObject(term: ObjectTerm, change: Change): ObjectTerm {
  let isChanged = false;
  for (const entry of term.entries) {
    const key = change(entry[0]);
    isChanged ||= key !== entry[0];
    entry[0] = key;
    entry[1] = change(entry[1]);
  }
  return isChanged ? objectTerm(term.entries, term.loc) : term;
}
