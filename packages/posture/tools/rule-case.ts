import { existsSync } from "node:fs";
import { join } from "node:path";
import { ControlInputs } from "@sortie/wire";
import { z } from "zod";
import type { LibraryProblem, Rule } from "../src/library/library.ts";
import { readDefinition } from "../src/library/read-definition.ts";
import { differences, type Entries, entriesOfAnswers } from "./entries.ts";
import type { Asked } from "./rule-runner.ts";

/** What a rule says of one failed resource. `remove` and `review` stand for the paths that are also failed. */
const Failure = z.strictObject({
  remove: z.array(z.string()).default([]),
  review: z.array(z.string()).default([]),
  failed: z.array(z.string()).default([]),
  reviewOnly: z.array(z.string()).default([]),
  deleteOnly: z.array(z.string()).default([]),
  /** Value by path. */
  add: z.record(z.string(), z.string()).default({}),
  command: z.boolean().default(false),
  /** Related resources with what is said of them, by resource ID. */
  get related() {
    return z.record(z.string(), Failure).default({});
  },
});
type Failure = z.infer<typeof Failure>;

/** One case of `cases.yaml`: objects, and by resource ID what fails. Everything else passes. */
const RuleCase = z.strictObject({
  case: z.string().min(1),
  objects: z.array(z.unknown()),
  /** Laid over the default inputs. */
  inputs: ControlInputs.default({}),
  cloudProvider: z.string().default(""),
  /** What registries say of images, by image reference. */
  signatures: z
    .record(z.string(), z.strictObject({ signed: z.boolean(), verifiedBy: z.array(z.string()).default([]) }))
    .default({}),
  fails: z.record(z.string(), Failure),
  /** The resource IDs that the rule considers; absent: not looked at. */
  considers: z.array(z.string()).optional(),
});
export type RuleCase = z.infer<typeof RuleCase>;

/** Cases of one rule, or why there are none. */
export function readRuleCases(policies: string, rule: Rule): { cases: RuleCase[] } | { problems: LibraryProblem[] } {
  const file = `rules/${rule.name}/cases.yaml`;
  if (!existsSync(join(policies, file))) return { problems: [{ file, message: "is missing" }] };
  const read = readDefinition(join(policies, file), file, z.array(RuleCase));
  if ("problems" in read) return read;
  // A rule that matches nothing is never asked about an object.
  const canFail = rule.match.length + rule.dynamicMatch.length > 0;
  const missing = [
    ...(!canFail || read.value.some(({ fails }) => Object.keys(fails).length > 0)
      ? []
      : ["no case in which something fails"]),
    ...(read.value.some(({ fails }) => Object.keys(fails).length === 0) ? [] : ["no case in which nothing fails"]),
    ...(read.value.length < 3 ? ["fewer than three cases"] : []),
  ];
  if (missing.length > 0) return { problems: missing.map((message) => ({ file, message: `has ${message}` })) };
  return { cases: read.value };
}

/** What a rule answered other than the case says; empty when all is as written. */
export function differencesOfCase({ fails, considers }: RuleCase, { answers, considered }: Asked): string[] {
  const written: Entries = new Map(Object.entries(fails).map(([id, failure]) => [id, new Set(entriesOf(failure))]));
  const lines = differences(written, entriesOfAnswers(answers));
  if (!considers) return lines;
  const ids = entriesOfAnswers([{ objects: considered ?? [], paths: [], related: [] }]);
  const wanted: Entries = new Map(considers.map((id) => [id, new Set()]));
  return [...lines, ...differences(wanted, ids).map((line) => `considered: ${line}`)];
}

function entriesOf(failure: Failure): string[] {
  const failed = [...failure.failed, ...failure.remove, ...failure.review];
  return [
    ...failed.map((path) => `failed ${path}`),
    ...[...failure.remove, ...failure.deleteOnly].map((path) => `delete ${path}`),
    ...[...failure.review, ...failure.reviewOnly].map((path) => `review ${path}`),
    ...Object.entries(failure.add).map(([path, value]) => `fix ${path} = ${value}`),
    ...(failure.command ? ["fix command"] : []),
    ...Object.entries(failure.related).flatMap(([id, own]) => [
      `related ${id}`,
      ...entriesOf(own).map((entry) => `related ${id} ${entry}`),
    ]),
  ];
}
