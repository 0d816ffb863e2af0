import { reportedCategory, resourceCounters, severityOf } from "@sortie/wire/plain";
import { acceptedSubStatus, type ControlResult } from "../result/summarise.ts";
import { jsonPieces, type Pieces } from "./json-pieces.ts";

/** Weighted failures and weighted whole of one or more controls; their share is the risk score. */
export type Risk = { failed: number; all: number };

/** One control in `summaryDetails.controls`. `risk` is absent where the weight of resources is not known. */
export function controlSummary(control: ControlResult, risk: Risk | undefined): Pieces {
  const { definition, answers, status, subStatus, info } = control;
  const summary = {
    controlID: definition.id,
    name: definition.name,
    status,
    statusInfo: { status, subStatus, info },
    scoreFactor: definition.baseScore,
    ...(risk && { score: scoreOf(risk) }),
    complianceScore: control.compliance,
    severity: severityOf(definition.baseScore),
    category: reportedCategory(definition),
    ResourceCounters: resourceCounters(control.resources),
    subStatusCounters: {
      ignoredResources: answers.verdicts.filter((verdict) => verdict.status.subStatus === acceptedSubStatus).length,
    },
    resourceIDs: () => [statusById(answers)],
  };
  return () => jsonPieces(summary);
}

/** Made each time that a report says it, of the control and of each framework that has it: all of them fill the memory. */
function statusById({ resources, verdicts }: ControlResult["answers"]): string {
  let text = "";
  for (const [at, { id }] of resources.entries()) {
    text += `${at === 0 ? "{" : ","}${JSON.stringify(id)}:"${verdicts[at]?.status.status}"`;
  }
  return text === "" ? "{}" : `${text}}`;
}

/** Risk of a control; a heavier resource weighs more (docs/reference/posture-results.md, "Scores"). */
export function riskOf({ definition, answers }: ControlResult): Risk {
  const risk = { failed: 0, all: 0 };
  for (const [at, resource] of answers.resources.entries()) {
    const weight = definition.baseScore * resource.weight;
    risk.all += weight;
    if (answers.verdicts[at]?.status.status === "failed") risk.failed += weight;
  }
  return risk;
}

export function sumOf(risks: Risk[]): Risk {
  return risks.reduce((sum, risk) => ({ failed: sum.failed + risk.failed, all: sum.all + risk.all }), {
    failed: 0,
    all: 0,
  });
}

/** 0 to 100. */
export function scoreOf({ failed, all }: Risk): number {
  return all === 0 ? 0 : 100 * (failed / all);
}
