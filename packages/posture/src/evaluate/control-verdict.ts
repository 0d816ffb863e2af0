import type { ControlDefinition, ControlInputs, PostureStatus } from "@sortie/wire";
import { type AcceptedRules, noneAccepted } from "../exceptions/accepted-rules.ts";
import { type ResourceVerdicts, ruleStatus } from "./resource-verdicts.ts";

/** What a control says of one resource. `subStatus` is Kubescape's word, `info` is for a person. */
export type Verdict = Readonly<{ status: PostureStatus; subStatus: string; info: string }>;

/** A rule of the control with its number in the verdict table, and the values of the control inputs it reads. */
export type ControlRule = { name: string; index: number; inputs: ControlInputs };

/** Kubescape's word for what passed by an exception only. */
export const acceptedSubStatus = "w/exceptions";

const statusNames: PostureStatus[] = ["", "passed", "skipped", "failed"];

/** The name of a `ruleStatus`. */
export function statusName(status: number): PostureStatus {
  return statusNames[status] ?? "";
}

/**
 * Combines the rules of a control that judged a resource: failed beats skipped beats passed, and then what the control
 * requires of a person. Failures that exceptions accept count as passed. `undefined`: none of its rules judged the resource.
 */
export function controlVerdict(
  control: Pick<ControlDefinition, "actionRequired">,
  rules: ControlRule[],
  verdicts: Pick<ResourceVerdicts, "statuses">,
  reasons: Map<number, string>,
  accepted: AcceptedRules = noneAccepted,
): Verdict | undefined {
  const worst = worstStatus(rules, verdicts.statuses, accepted);
  if (worst === ruleStatus.unseen) return undefined;
  if (worst === ruleStatus.skipped) {
    const skipping = rules.find(({ index }) => verdicts.statuses[index] === ruleStatus.skipped);
    return { status: "skipped", subStatus: "notEvaluated", info: reasons.get(skipping?.index ?? -1) ?? "" };
  }
  if (control.actionRequired === "configuration") {
    const judging = rules.filter(({ index }) => verdicts.statuses[index] !== ruleStatus.unseen);
    if (!isConfigured(judging)) return needsInputs(judging);
  }
  if (control.actionRequired === "manual review" && worst === ruleStatus.failed) return needsReview;
  if (worst === ruleStatus.failed) return failed;
  return accepted.size > 0 ? passedByException : passed;
}

/** The same objects for all resources, because a scan gives millions of verdicts. */
const passed = verdictOf("passed");
const failed = verdictOf("failed");
const passedByException = verdictOf("passed", acceptedSubStatus);
const needsReview = verdictOf("skipped", "manual review", "needs a review by hand");

function verdictOf(status: PostureStatus, subStatus = "", info = ""): Verdict {
  return Object.freeze({ status, subStatus, info });
}

/** Asked of every control about every resource; most have no rule that is about it. */
function worstStatus(rules: ControlRule[], statuses: Uint8Array, accepted: AcceptedRules): number {
  let worst: number = ruleStatus.unseen;
  for (const { index } of rules) {
    const status = statuses[index] ?? ruleStatus.unseen;
    const counted = status !== ruleStatus.unseen && accepted.has(index) ? ruleStatus.passed : status;
    if (counted > worst) worst = counted;
  }
  return worst;
}

function needsInputs(rules: ControlRule[]): Verdict {
  const names = rules.flatMap(({ inputs }) => Object.keys(inputs)).join(", ");
  return { status: "skipped", subStatus: "configuration", info: `needs control inputs: ${names}` };
}

/** Rules are looked at in order: one without inputs settles it, and so does the first input that has a value. */
function isConfigured(rules: ControlRule[]): boolean {
  for (const { inputs } of rules) {
    const values = Object.values(inputs);
    if (values.length === 0) return false;
    if (values.some((value) => value.length > 0)) return true;
  }
  return false;
}
