import {
  type ControlDefinition,
  type PostureStatus,
  type ScannedControl,
  severityOf,
  type WorkloadConfigurationScan,
} from "@sortie/wire";
import type { SourcedObject } from "../input/read-input.ts";
import type { Selection } from "../library/select-controls.ts";
import { compareControls, compareFindings, compareResources, countBySeverity, type SeverityCount } from "./order.ts";
import {
  idOfName,
  type ResourceName,
  relatedNamesOf,
  resourceIdOf,
  resourceIdOfScan,
  resourceNameOfScan,
} from "./resource-id.ts";
import { complianceOf, mean, type ResourceCounts } from "./scores.ts";

/** Kubescape's word for what passed by an exception only. */
export const acceptedSubStatus = "w/exceptions";

/** One control over all resources. */
export type ControlResult = {
  definition: ControlDefinition;
  status: PostureStatus;
  subStatus: string;
  info: string;
  resources: ResourceCounts;
  /** 0 to 100. */
  compliance: number;
};

/** An object by name, and where it was read, unless it came from a cluster. */
export type NamedObject = { name: ResourceName; source: SourcedObject | undefined };

/** All controls about one resource, worst first. `related` are the role and the binding where it is a subject with rights. */
export type ResourceResult = NamedObject & {
  id: string;
  related: NamedObject[];
  controls: ScannedControl[];
  failures: SeverityCount;
};

export type FrameworkResult = { name: string; isPartial: boolean; controls: ControlResult[]; compliance: number };

/** The result of a scan: failed controls first and worst resources first. */
export type Summary = {
  controls: ControlResult[];
  resources: ResourceResult[];
  frameworks: FrameworkResult[];
  /** Mean over all controls, 0 to 100. */
  compliance: number;
};

/** Turns stored results into what a report says. Controls that no resource was asked about passed as irrelevant. */
export function summarise(scans: WorkloadConfigurationScan[], selection: Selection, input: SourcedObject[]): Summary {
  const sources = new Map(input.map((sourced) => [resourceIdOf(sourced.object), sourced]));
  const resources = scans.map((scan) => resourceResult(scan, sources));
  const controls = selection.controls.map((definition) => controlResult(definition, resources));
  const frameworks = selection.frameworks.map(({ name, partial, controls: ids }) => {
    const own = controls.filter(({ definition }) => ids.includes(definition.id));
    return { name, isPartial: partial, controls: own, compliance: mean(own.map(({ compliance }) => compliance)) };
  });
  return {
    controls: controls.toSorted(compareControls),
    resources: resources.toSorted(compareResources),
    frameworks,
    compliance: mean(controls.map(({ compliance }) => compliance)),
  };
}

function resourceResult(scan: WorkloadConfigurationScan, sources: Map<string, SourcedObject>): ResourceResult {
  const id = resourceIdOfScan(scan);
  const controls = Object.values(scan.spec.controls ?? {}).toSorted(compareFindings);
  const failed = controls.filter(({ status }) => status.status === "failed");
  return {
    id,
    name: resourceNameOfScan(scan),
    source: sources.get(id),
    related: relatedNamesOf(scan).map((name) => ({ name, source: sources.get(idOfName(name)) })),
    controls,
    failures: countBySeverity(failed.map(({ severity }) => severityOf(severity.scoreFactor))),
  };
}

function controlResult(definition: ControlDefinition, resources: ResourceResult[]): ControlResult {
  const answers = resources.flatMap(
    ({ controls }) => controls.find(({ controlID }) => controlID === definition.id) ?? [],
  );
  const count = (status: PostureStatus) => answers.filter((answer) => answer.status.status === status).length;
  const counts = { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
  const { status, subStatus, info } = overall(definition, answers, counts);
  return { definition, status, subStatus, info, resources: counts, compliance: complianceOf(status, counts) };
}

/** Any failed resource fails a control, else any skipped one skips it. */
function overall(
  definition: ControlDefinition,
  answers: ScannedControl[],
  { failed, skipped }: ResourceCounts,
): ScannedControl["status"] {
  if (failed > 0) return { status: "failed", subStatus: "", info: "" };
  if (skipped > 0) {
    const [first] = answers.filter(({ status }) => status.status === "skipped");
    return { status: "skipped", subStatus: first?.status.subStatus ?? "", info: first?.status.info ?? "" };
  }
  if (answers.length > 0) {
    const isAccepted = answers.some(({ status }) => status.subStatus === acceptedSubStatus);
    return { status: "passed", subStatus: isAccepted ? acceptedSubStatus : "", info: "" };
  }
  if (definition.actionRequired === "manual review") return { status: "skipped", subStatus: "manual review", info: "" };
  return { status: "passed", subStatus: "irrelevant", info: "" };
}
