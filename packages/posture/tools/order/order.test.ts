import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLibrary } from "../../src/library/read-library.ts";
import { entriesOfAnswers } from "../entries.ts";
import { readRuleCases } from "../rule-case.ts";
import { policyOf, ruleRunner } from "../rule-runner.ts";

const policies = join(import.meta.dirname, "..", "..", "..", "..", "policies");
const library = readLibrary(policies);
const ask = ruleRunner(library, policyOf(library));
const rules = [...library.rules.values()];

const stranger = { apiVersion: "example.com/v1", kind: "Stranger", metadata: { name: "stranger", namespace: "far" } };

/** What changes of the same objects no rule should notice. */
const changes: Record<string, (objects: unknown[]) => unknown[]> = {
  "the order of objects, with a stranger first": (objects) => [stranger, ...objects.toReversed()],
  "the order of fields": (objects) => objects.map(withFieldsReversed),
  "a note of somebody else's": (objects) => objects.map(withNote),
};

describe.each(Object.entries(changes))("%s", (_, change) => {
  it.each(rules)("is nothing to $name", (rule) => {
    const read = readRuleCases(policies, rule);
    if ("problems" in read) throw new Error(`${rule.name} has no cases`);
    for (const one of read.cases) {
      const said = entriesOfAnswers(ask(rule, one).answers);
      const objects = change(one.objects);
      expect(entriesOfAnswers(ask(rule, { ...one, objects }).answers), one.case).toEqual(said);
    }
  });
});

function withFieldsReversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withFieldsReversed);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([name, inside]) => [name, withFieldsReversed(inside)] as const);
  return Object.fromEntries(fields.toReversed());
}

function withNote(object: unknown): unknown {
  const { metadata, ...rest } = object as { metadata?: { annotations?: object } };
  if (typeof metadata !== "object" || metadata === null) return object;
  return { ...rest, metadata: { ...metadata, annotations: { ...metadata.annotations, "example.com/note": "a" } } };
}
