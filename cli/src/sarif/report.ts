import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { editsOf } from "@sortie/posture/fixes";
import type { ControlDefinition, ScannedControl } from "@sortie/wire";
import { type Severity, severityOf } from "@sortie/wire/plain";
import { adviceText } from "../result/advice-text.ts";
import { shownName } from "../result/resource-id.ts";
import { acceptedSubStatus, type ResourceResult, type Summary } from "../result/summarise.ts";
import { counted } from "../terminal/layout.ts";

/** The version of this command, as code scanning services show it. */
export type Tool = { version: string };

const levels: Record<Severity, "error" | "warning" | "note"> = {
  Critical: "error",
  High: "error",
  Medium: "warning",
  Low: "note",
  Unknown: "note",
};

/** GitHub refuses a run with more (docs.github.com, "SARIF support for code scanning"). */
const mostResults = 25_000;

type Finding = { control: ScannedControl; resource: ResourceResult };

/**
 * The result as a SARIF 2.1.0 log (docs.oasis-open.org/sarif/sarif/v2.1.0): a rule for each control that found something,
 * and a result for each failed resource of a control. Findings that an exception accepts are results with a suppression.
 * Of more than 25,000 results there are the worst; the log says how many are left out, which `said` is for a person.
 */
export function sarifReport({ controls, resources }: Summary, { version }: Tool): { log: string; said: string } {
  const findings = resources.flatMap((resource) =>
    resource.controls.filter(isReported).map((control) => ({ control, resource })),
  );
  const shown = findings.length > mostResults ? findings.toSorted(byWeight).slice(0, mostResults) : findings;
  const results = shown.map(({ control, resource }) => resultOf(control, resource));
  const said = shown === findings ? "" : cutText(findings.length);
  const reported = new Set(results.map(({ ruleId }) => ruleId));
  const rules = controls.map(({ definition }) => definition).filter(({ id }) => reported.has(id));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Sortie", version, rules: rules.map(ruleOf) } },
        ...(said !== "" && { invocations: [invocationSaying(said)] }),
        columnKind: "utf16CodeUnits",
        results,
      },
    ],
  };
  return { log: `${JSON.stringify(log)}\n`, said };
}

/** What failed before what is accepted, and the worst first. */
function byWeight(a: Finding, b: Finding): number {
  const accepted = Number(a.control.status.status !== "failed") - Number(b.control.status.status !== "failed");
  return accepted || b.control.severity.scoreFactor - a.control.severity.scoreFactor;
}

function cutText(all: number): string {
  const most = counted(mostResults, "worst", "worst");
  return `The log has the ${most} of ${counted(all, "result")}: code scanning takes no more of one run.`;
}

function invocationSaying(text: string) {
  return { executionSuccessful: true, toolExecutionNotifications: [{ level: "warning", message: { text } }] };
}

function isReported({ status }: ScannedControl): boolean {
  return status.status === "failed" || status.subStatus === acceptedSubStatus;
}

function ruleOf({ id, name, description, remediation, baseScore, references, category }: ControlDefinition) {
  const [helpUri] = references;
  return {
    id,
    name: identifierOf(name) || id,
    shortDescription: { text: name },
    fullDescription: { text: description.trim() },
    help: { text: remediation.trim() },
    ...(helpUri !== undefined && { helpUri }),
    defaultConfiguration: { level: levels[severityOf(baseScore)] },
    properties: {
      "security-severity": baseScore.toFixed(1),
      tags: [...new Set(["security", "kubernetes", ...(category === undefined ? [] : [category])])],
    },
  };
}

/** `Privileged-container`, in the letters of any script. */
function identifierOf(name: string): string {
  return name
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim()
    .replaceAll(" ", "-");
}

function resultOf(control: ScannedControl, resource: ResourceResult) {
  const { controlID, severity } = control;
  const accepted = (control.rules ?? []).flatMap(({ appliedIgnoreRules }) => appliedIgnoreRules ?? []);
  return {
    ruleId: controlID,
    level: levels[severityOf(severity.scoreFactor)],
    message: { text: messageOf(control, resource) },
    locations: [locationOf(resource)],
    partialFingerprints: { "resourceAndControl/v1": fingerprint(`${resource.id} ${controlID}`) },
    // Where one result of a run has them, all have (SARIF 2.1.0, 3.27.23).
    suppressions: control.status.status === "failed" ? [] : [{ kind: "external", justification: accepted.join(", ") }],
  };
}

function messageOf(control: ScannedControl, { name }: ResourceResult): string {
  const changes = editsOf([control]).flatMap(({ advice }) => adviceText(advice) ?? []);
  const about = `${shownName(name)}: ${control.name}.`;
  return literally([about, ...changes.map((change) => `- ${change}`)].join("\n"));
}

/**
 * Text without a meaning of its own in a message: a brace begins a placeholder unless it is doubled (SARIF 2.1.0, 3.11.5), and
 * `[…](…)` is a link, for which there is no escape outside of one (3.11.6).
 */
function literally(text: string): string {
  return text.replace(/[{}]/g, "$&$&").replaceAll("](", "] (");
}

/**
 * A file and the line where the object starts; of a subject with rights, which no file defines, those of what gives it the
 * rights. An object of a cluster has a name only.
 */
function locationOf({ id, name, source, related }: ResourceResult) {
  const logicalLocations = [{ fullyQualifiedName: id, name: name.name, kind: "resource" }];
  const written = source ?? related.find((one) => one.source !== undefined)?.source;
  if (written === undefined) return { logicalLocations };
  const { file, line } = written.place;
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line ?? 1 } },
    logicalLocations,
  };
}

/** Relative to where the command was run, unless the file is elsewhere: no URI begins with a slash (SARIF 2.1.0, 3.4.3). */
function uriOf(file: string): string {
  return isAbsolute(file) ? pathToFileURL(file).href : file.split("/").map(encodeURIComponent).join("/");
}

/** The same finding in the next scan, whatever lines have moved. */
function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
