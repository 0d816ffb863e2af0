import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { canonicalId } from "./canonical-id.ts";

const count = z.number();

/** What a scan says of one control as a whole. */
const ControlFacts = z.object({
  status: z.string(),
  subStatus: z.string().default(""),
  passed: count,
  failed: count,
  skipped: count,
  score: z.number(),
  complianceScore: z.number(),
  severity: z.string(),
});
export type ControlFacts = z.infer<typeof ControlFacts>;

const PathFacts = z.object({
  failedPath: z.string().optional(),
  deletePath: z.string().optional(),
  reviewPath: z.string().optional(),
  fixPath: z.tuple([z.string(), z.string()]).optional(),
  fixCommand: z.boolean().optional(),
  of: z.string().optional(),
});

/** What a control says of one resource, unless it simply passed. */
const Verdict = z.object({
  status: z.string(),
  subStatus: z.string().default(""),
  rules: z.record(z.string(), z.object({ status: z.string(), paths: z.array(PathFacts) })).default({}),
});

/**
 * A recorded scan, reduced to its verdicts: docs/reference/control-library.md, "Whole scans". Anything else in the file is
 * not compared.
 */
const GoldenFile = z.object({
  controls: z.record(z.string(), ControlFacts),
  notPassed: z.record(z.string(), z.record(z.string(), Verdict)),
});

/** A resource's verdict from a control as text: equal verdicts are equal texts. */
export type VerdictText = { status: string; entries: string[] };

/** A scan's verdicts in the form in which two scans are compared. */
export type Verdicts = {
  controls: Record<string, ControlFacts>;
  /** By resource ID and control ID: what did not simply pass. */
  resources: Map<string, Map<string, VerdictText>>;
};

/** @throws SyntaxError or ZodError for a file of another form. */
export function readGolden(file: string): Verdicts {
  const bytes = readFileSync(file);
  const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8");
  const { controls, notPassed } = GoldenFile.parse(JSON.parse(text));
  const resources = Object.entries(notPassed).map(([id, verdicts]) => {
    const texts = Object.entries(verdicts).map(([control, verdict]) => [control, textOf(verdict)] as const);
    return [canonicalId(id), new Map(texts)] as const;
  });
  return { controls, resources: new Map(resources) };
}

function textOf({ status, subStatus, rules }: z.infer<typeof Verdict>): VerdictText {
  const entries = Object.entries(rules).flatMap(([rule, { status: ruleStatus, paths }]) => [
    `${rule} ${ruleStatus}`,
    ...paths.map((path) => `${rule} ${pathText(path)}`),
  ]);
  return { status: statusText(status, subStatus), entries: distinct(entries) };
}

function pathText({ of, fixPath, fixCommand, ...path }: z.infer<typeof PathFacts>): string {
  const [place] = Object.entries(path).map(([list, value]) => `${list} ${value}`);
  const what = fixPath ? `fixPath ${fixPath[0]} = ${fixPath[1]}` : fixCommand ? "fixCommand" : (place ?? "nothing");
  return of === undefined ? what : `${what} of ${canonicalId(of)}`;
}

export function statusText(status: string, subStatus: string): string {
  return subStatus === "" ? status : `${status} (${subStatus})`;
}

export function distinct(entries: string[]): string[] {
  return [...new Set(entries)].toSorted();
}
