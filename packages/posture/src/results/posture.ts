import type { ControlDefinition, ControlInputs } from "@sortie/wire";
import { type ControlRule, controlVerdict, type Verdict } from "../evaluate/control-verdict.ts";
import type { Evaluated } from "../evaluate/evaluation.ts";
import { type ResourceVerdicts, ruleStatus } from "../evaluate/resource-verdicts.ts";
import { type AcceptedRules, acceptedRules, noneAccepted } from "../exceptions/accepted-rules.ts";
import type { Rule } from "../library/library.ts";
import { byRow } from "./by-row.ts";

/** A control with what is needed to judge a resource by it. */
export type JudgedControl = { control: ControlDefinition; rules: ControlRule[] };

/** A resource's verdict from one control. */
export type JudgedBy = { control: ControlDefinition; rules: ControlRule[]; verdict: Verdict; accepted: AcceptedRules };

/**
 * One resource with its verdict from every control that judged it, in order of control IDs. Resources whose rules all say the
 * same have the same list, which nobody changes.
 */
export type ResourcePosture = { verdicts: ResourceVerdicts; controls: readonly JudgedBy[] };

/** Joins controls with the numbers of their rules in the verdict table. */
export function judgedControls(controls: ControlDefinition[], rules: Rule[], inputs: ControlInputs): JudgedControl[] {
  const byName = new Map(rules.map((rule, index) => [rule.name, { rule, index }]));
  return controls.map((control) => {
    const own = control.rules.map((name) => byName.get(name)).filter((found) => found !== undefined);
    const controlRules = own.map(({ rule, index }) => ({
      name: rule.name,
      index,
      inputs: Object.fromEntries(rule.controlInputs.map((name) => [name, inputs[name] ?? []])),
    }));
    return { control, rules: controlRules };
  });
}

/**
 * The posture of each resource in order of their IDs, made one at a time: all of them together are many times the verdict
 * table.
 */
export function* postures({ table, reasons }: Evaluated, controls: JudgedControl[]): Generator<ResourcePosture> {
  const judgedBy = (verdicts: Row) =>
    controls.flatMap(({ control, rules }): JudgedBy[] => {
      const accepted = acceptedOf(control, rules, verdicts);
      const verdict = controlVerdict(control, rules, verdicts, reasons, accepted);
      return verdict === undefined ? [] : [{ control, rules, verdict, accepted }];
    });
  const shared = byRow((statuses) => judgedBy({ statuses, exceptions: undefined }));
  for (const verdicts of [...table.all()].toSorted(inOrderOfIds)) {
    const isShared = verdicts.exceptions === undefined || verdicts.exceptions.length === 0;
    const judged = isShared ? shared(verdicts.statuses) : judgedBy(verdicts);
    if (judged.length > 0) yield { verdicts, controls: judged };
  }
}

function inOrderOfIds({ resource: a }: ResourceVerdicts, { resource: b }: ResourceVerdicts): number {
  return a.id < b.id ? -1 : 1;
}

type Row = Pick<ResourceVerdicts, "statuses" | "exceptions">;

function acceptedOf(control: ControlDefinition, rules: ControlRule[], { exceptions, statuses }: Row): AcceptedRules {
  if (exceptions === undefined || exceptions.length === 0) return noneAccepted;
  return acceptedRules(
    exceptions,
    control,
    rules.filter(({ index }) => statuses[index] === ruleStatus.failed),
  );
}
