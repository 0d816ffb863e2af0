import type { Known } from "../analyse/known-names.ts";
import type { CallTerm, RefTerm } from "../tree/tree.ts";
import { ofExpression, variablesOf } from "./variables.ts";

/** Whether what a ref looks into is bound. */
export function isRefSafe({ terms: [head] }: RefTerm, safe: Known): boolean {
  if (head === undefined) return true;
  if (head.kind === "var") return safe.has(head.name);
  return areKnown(variablesOf(head, ofExpression), safe);
}

/** Whether all operands of a call are bound. */
export function isCallSafe(call: CallTerm, safe: Known): boolean {
  return areKnown(variablesOf(call, ofExpression), safe);
}

function areKnown(names: Iterable<string>, known: Known): boolean {
  for (const name of names) if (!known.has(name)) return false;
  return true;
}
