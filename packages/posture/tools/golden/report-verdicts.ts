import { z } from "zod";
import { type ControlFacts, distinct, statusText, type Verdicts, type VerdictText } from "./golden.ts";

const Path = z.object({
  resourceID: z.string().optional(),
  failedPath: z.string().optional(),
  deletePath: z.string().optional(),
  reviewPath: z.string().optional(),
  fixPath: z.object({ path: z.string(), value: z.string() }).optional(),
  fixCommand: z.string().optional(),
});
const Status = z.object({ status: z.string(), subStatus: z.string().default("") });
const Rule = Status.extend({ name: z.string(), paths: z.array(Path) });

/** What is compared of our command's report in JSON (docs/reference/command-line.md, "JSON"). */
const Report = z.object({
  summaryDetails: z.object({
    controls: z.record(
      z.string(),
      z.object({
        statusInfo: Status,
        score: z.number(),
        complianceScore: z.number(),
        severity: z.string(),
        ResourceCounters: z.object({
          passedResources: z.number(),
          failedResources: z.number(),
          skippedResources: z.number(),
        }),
      }),
    ),
  }),
  results: z.array(
    z.object({
      resourceID: z.string(),
      controls: z.array(z.object({ controlID: z.string(), status: Status, rules: z.array(Rule) })),
    }),
  ),
});
type Report = z.infer<typeof Report>;

/** Reduces our report to what a golden holds. */
export function reportVerdicts(text: string): Verdicts {
  const { summaryDetails, results } = Report.parse(JSON.parse(text));
  const controls = Object.entries(summaryDetails.controls).map(([id, control]) => [id, controlFacts(control)] as const);
  const resources = results.map(({ resourceID, controls: own }) => {
    const notPassed = own.filter(({ status }) => status.status !== "passed" || status.subStatus !== "");
    return [resourceID, new Map(notPassed.map((one) => [one.controlID, verdictText(one, resourceID)]))] as const;
  });
  return { controls: Object.fromEntries(controls), resources: new Map(resources) };
}

function controlFacts(control: Report["summaryDetails"]["controls"][string]): ControlFacts {
  const { statusInfo, ResourceCounters, score, complianceScore, severity } = control;
  const { passedResources, failedResources, skippedResources } = ResourceCounters;
  const counts = { passed: passedResources, failed: failedResources, skipped: skippedResources };
  return { ...statusInfo, ...counts, score, complianceScore, severity };
}

type ControlOfResource = Report["results"][number]["controls"][number];

function verdictText({ status, rules }: ControlOfResource, resourceId: string): VerdictText {
  const notPassed = rules.filter((rule) => rule.status !== "passed");
  const entries = notPassed.flatMap(({ name, status: ruleStatus, paths }) => [
    `${name} ${ruleStatus}`,
    ...paths.map((path) => `${name} ${pathText(path, resourceId)}`),
  ]);
  return { status: statusText(status.status, status.subStatus), entries: distinct(entries) };
}

function pathText({ resourceID, fixPath, fixCommand, ...places }: z.infer<typeof Path>, ownId: string): string {
  const [place] = Object.entries(places).map(([list, value]) => `${list} ${value}`);
  const what = fixPath
    ? `fixPath ${fixPath.path} = ${fixPath.value}`
    : fixCommand
      ? "fixCommand"
      : (place ?? "nothing");
  return resourceID === undefined || resourceID === ownId ? what : `${what} of ${resourceID}`;
}
