import type { Library, Rule } from "../../src/library/library.ts";
import { type RuleCase, readRuleCases } from "../rule-case.ts";

/** Objects that a rule is asked about together: those of one of its cases, or of one of another rule. */
export type Manifests = { rule: Rule; objects: unknown[]; case: RuleCase };

/**
 * What there is to mutate: the objects of each rule's own cases, which have what the rule looks at, and for each rule the
 * object of each of its kinds that says most in the whole library, which has what other rules look at.
 */
export function manifestsOf(policies: string, library: Pick<Library, "rules">): Manifests[] {
  const own = [...library.rules.values()].flatMap((rule) => {
    const read = readRuleCases(policies, rule);
    return "cases" in read ? read.cases.map((one) => ({ rule, objects: one.objects, case: one })) : [];
  });
  const richest = richestByKind(own.flatMap(({ objects }) => objects));
  const others = [...Map.groupBy(own, ({ rule }) => rule)].flatMap(([rule, cases]) => {
    const kinds = new Set(cases.flatMap(({ objects }) => objects.map(kindOf)));
    const [first] = cases;
    if (first === undefined) return [];
    const objects = [...kinds].flatMap((kind) => richest.get(kind) ?? []);
    return [{ rule, objects, case: first.case }];
  });
  return [...own, ...others].filter(({ objects }) => objects.length > 0);
}

function richestByKind(objects: unknown[]): Map<string, unknown> {
  const found = new Map<string, { object: unknown; size: number }>();
  for (const object of objects) {
    const size = JSON.stringify(object).length;
    if (size > (found.get(kindOf(object))?.size ?? 0)) found.set(kindOf(object), { object, size });
  }
  return new Map([...found].map(([kind, { object }]) => [kind, object]));
}

function kindOf(object: unknown): string {
  return String((object as { kind?: unknown } | null)?.kind);
}
