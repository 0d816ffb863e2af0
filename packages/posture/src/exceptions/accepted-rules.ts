import type { ControlDefinition } from "@sortie/wire";
import type { Exception } from "./exception.ts";

/** The failures of one control about one resource that exceptions accept: names of exceptions, by the rule's number. */
export type AcceptedRules = ReadonlyMap<number, string[]>;

export const noneAccepted: AcceptedRules = new Map();

/** `failed` are the rules of the control that name the resource. */
export function acceptedRules(
  exceptions: readonly Exception[],
  control: Pick<ControlDefinition, "id" | "name">,
  failed: Iterable<{ name: string; index: number }>,
): AcceptedRules {
  if (exceptions.length === 0) return noneAccepted;
  const accepted = new Map<number, string[]>();
  for (const { name, index } of failed) {
    const finding = { controlId: control.id, controlName: control.name, ruleName: name };
    const applied = exceptions.filter((exception) => exception.covers(finding));
    if (applied.length > 0) accepted.set(index, [...new Set(applied.map((exception) => exception.name))]);
  }
  return accepted;
}
