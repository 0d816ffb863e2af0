import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/evaluate/answer.ts";
import { readLibrary } from "../../src/library/read-library.ts";
import { type Entries, entriesOfAnswers } from "../entries.ts";
import { readRuleCases } from "../rule-case.ts";
import { policyOf, ruleRunner } from "../rule-runner.ts";
import { entriesInOlderVersion, inOlderVersion } from "./older-versions.ts";
import { answersReversed, withListsReversed } from "./reversed-lists.ts";

const policies = join(import.meta.dirname, "..", "..", "..", "..", "policies");
const library = readLibrary(policies);
const ask = ruleRunner(library, policyOf(library));
const rules = [...library.rules.values()];

const stranger = { apiVersion: "example.com/v1", kind: "Stranger", metadata: { name: "stranger", namespace: "far" } };

/** What changes of the same objects no rule should notice, and what is then said of them. */
type Change = { of: (objects: unknown[]) => unknown[]; said: (answers: Answer[]) => Entries };

const changes: Record<string, Change> = {
  "the order of objects, with a stranger first": {
    of: (objects) => [stranger, ...objects.toReversed()],
    said: entriesOfAnswers,
  },
  "the order of fields": { of: (objects) => objects.map(withFieldsReversed), said: entriesOfAnswers },
  "the order of containers, variables and rights": {
    of: (objects) => objects.map((object) => withListsReversed(object)),
    said: (answers) => entriesOfAnswers(answersReversed(answers)),
  },
  "an older API version": {
    of: (objects) => objects.map(inOlderVersion),
    said: (answers) => entriesInOlderVersion(entriesOfAnswers(answers)),
  },
  "a note of somebody else's": { of: (objects) => objects.map(withNote), said: entriesOfAnswers },
};

describe.each(Object.entries(changes))("%s", (_, change) => {
  it.each(rules)("is nothing to $name", (rule) => {
    const read = readRuleCases(policies, rule);
    if ("problems" in read) throw new Error(`${rule.name} has no cases`);
    for (const one of read.cases) {
      const said = change.said(ask(rule, one).answers);
      const objects = change.of(one.objects);
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
