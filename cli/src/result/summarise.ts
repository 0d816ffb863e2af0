import type { ControlDefinition, PostureStatus, ScannedControl } from "@sortie/wire";
import { groupAndVersion, type ObjectName, resourceId, severityOf } from "@sortie/wire/plain";
import type { ManifestObject } from "../input/manifest-object.ts";
import type { SourcedObject } from "../input/read-input.ts";
import type { Selection } from "../library/select-controls.ts";
import type { Judged } from "./judged.ts";
import { compareControls, compareFindings, compareResources, countBySeverity, type SeverityCount } from "./order.ts";
import { complianceOf, mean, type ResourceCounts, weightOf } from "./scores.ts";

/** Kubescape's word for what passed by an exception only. */
export const acceptedSubStatus = "w/exceptions";

/** What a control says of resources: of each, in order of their IDs. Two lists, as there are millions of pairs. */
type Answers = { resources: ResourceResult[]; verdicts: ScannedControl[] };

/** One control over all resources. */
export type ControlResult = {
  definition: ControlDefinition;
  answers: Answers;
  status: PostureStatus;
  subStatus: string;
  info: string;
  resources: ResourceCounts;
  /** 0 to 100. */
  compliance: number;
};

/** An object by name, and where it was read, unless it came from a cluster. */
export type NamedObject = { name: ObjectName; source: SourcedObject | undefined };

/** All controls about one resource, worst first. `related` are the role and the binding where it is a subject with rights. */
export type ResourceResult = NamedObject & {
  id: string;
  related: NamedObject[];
  controls: readonly ScannedControl[];
  failures: SeverityCount;
  /** In a risk score. */
  weight: number;
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

/**
 * Turns results into what a report says. Controls that no resource was asked about passed as irrelevant.
 *
 * @param skipped why some of those could not be asked about any, by id.
 */
export function summarise(
  judged: Judged[],
  selection: Selection,
  input: SourcedObject[],
  skipped: Record<string, string> = {},
): Summary {
  const sources = new Map(input.map((sourced) => [idOf(sourced.object), sourced]));
  const rank = ranking();
  const resources = judged.map((one) => resourceResult(one, sources, rank));
  const answers = answersByControl(resources.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  const controls = selection.controls.map((one) =>
    controlResult(one, answers.get(one.id) ?? noAnswers, skipped[one.id]),
  );
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

function idOf({ apiVersion, kind, namespace, name }: ManifestObject): string {
  return resourceId({ ...groupAndVersion(apiVersion), kind, namespace, name });
}

function resourceResult(judged: Judged, sources: Map<string, SourcedObject>, rank: Rank): ResourceResult {
  const { id, name } = judged;
  const source = sources.get(id);
  const related = judged.related.map((one) => ({ name: one, source: sources.get(resourceId(one)) }));
  const weight = weightOf([source, ...related.map((one) => one.source)]);
  return { id, name, source, related, weight, ...rank(judged.controls) };
}

type Ranked = Pick<ResourceResult, "controls" | "failures">;
type Rank = (controls: Judged["controls"]) => Ranked;

/** Puts controls in order, those of a list that resources share once. */
function ranking(): Rank {
  const known = new Map<Judged["controls"], Ranked>();
  return (given) => {
    const found = known.get(given);
    if (found !== undefined) return found;
    const controls = given.toSorted(compareFindings);
    const failed = controls.filter(({ status }) => status.status === "failed");
    const failures = countBySeverity(failed.map(({ severity }) => severityOf(severity.scoreFactor)));
    const ranked = { controls, failures };
    known.set(given, ranked);
    return ranked;
  };
}

const noAnswers: Answers = { resources: [], verdicts: [] };

function answersByControl(resources: ResourceResult[]): Map<string, Answers> {
  const answers = new Map<string, Answers>();
  for (const resource of resources) {
    for (const verdict of resource.controls) {
      const known = answers.get(verdict.controlID);
      if (known === undefined) answers.set(verdict.controlID, { resources: [resource], verdicts: [verdict] });
      else {
        known.resources.push(resource);
        known.verdicts.push(verdict);
      }
    }
  }
  return answers;
}

function controlResult(definition: ControlDefinition, answers: Answers, whySkipped: string | undefined): ControlResult {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status } of answers.verdicts) {
    if (status.status !== "") counts[status.status] += 1;
  }
  const { status, subStatus, info } = overall(definition, answers.verdicts, counts, whySkipped);
  const compliance = complianceOf(status, counts);
  return { definition, answers, status, subStatus, info, resources: counts, compliance };
}

/** Any failed resource fails a control, else any skipped one skips it. */
function overall(
  definition: ControlDefinition,
  answers: ScannedControl[],
  { failed, skipped }: ResourceCounts,
  whySkipped: string | undefined,
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
  if (whySkipped !== undefined) return { status: "skipped", subStatus: "notEvaluated", info: whySkipped };
  return { status: "passed", subStatus: "irrelevant", info: "" };
}
