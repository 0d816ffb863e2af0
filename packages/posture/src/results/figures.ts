import type { ControlDefinition, FrameworkDefinition } from "@sortie/wire";
import { acceptedSubStatus } from "../evaluate/control-verdict.ts";
import type { JudgedControl } from "./posture.ts";
import { type Counts, controlTally, type Tally } from "./tally.ts";

type Status = "passed" | "failed" | "skipped";

/** A control over all resources. Compliance and risk are 0 to 100 (docs/reference/posture-results.md, "Scores"). */
export type ControlFigures = {
  control: ControlDefinition;
  status: Status;
  subStatus: string;
  /** Why it was skipped, for a person. */
  info: string;
  resources: Counts;
  /** Resources that passed by an exception only. */
  accepted: number;
  compliance: number;
  risk: number;
  weights: { failed: number; all: number };
};

/** Several controls together. `resources` count once, by their worst verdict. */
export type GroupFigures = {
  name: string;
  status: Status;
  controls: ControlFigures[];
  resources: Counts;
  compliance: number;
  risk: number;
};

/** A scan in numbers: each control, each framework, and all. */
export type Figures = { controls: ControlFigures[]; frameworks: GroupFigures[]; all: GroupFigures };

/** Works out all numbers that are shown of a scan. `skipped`: why controls say nothing for sure, by id. */
export function figuresOf(
  tally: Tally,
  judged: JudgedControl[],
  frameworks: Pick<FrameworkDefinition, "name" | "controls">[],
  skipped: Record<string, string>,
): Figures {
  const controls = judged.map(({ control }) => controlFigures(tally, control, skipped[control.id]));
  return {
    controls,
    frameworks: frameworks.map(({ name, controls: ids }) => {
      const own = controls.filter(({ control }) => ids.includes(control.id));
      return groupFigures(name, own, tally.byFramework.get(name) ?? { passed: 0, failed: 0, skipped: 0 });
    }),
    all: groupFigures("", controls, tally.resources),
  };
}

function controlFigures(tally: Tally, control: ControlDefinition, whySkipped: string | undefined): ControlFigures {
  const { passed, failed, skipped, accepted, weights } = controlTally(tally, control.id);
  const all = passed + failed + skipped;
  const status = failed > 0 ? "failed" : whySkipped === undefined ? "passed" : "skipped";
  const subStatuses: Record<Status, string> = {
    failed: "",
    skipped: whySkipped === `needs ${control.actionRequired}` ? `${control.actionRequired}` : "notEvaluated",
    passed: all === 0 ? "irrelevant" : accepted > 0 ? acceptedSubStatus : "",
  };
  return {
    control,
    status,
    subStatus: subStatuses[status],
    info: status === "skipped" ? (whySkipped ?? "") : "",
    resources: { passed, failed, skipped },
    accepted,
    compliance: status === "passed" ? 100 : all === 0 ? 0 : (100 * passed) / all,
    risk: share(weights),
    weights,
  };
}

function groupFigures(name: string, controls: ControlFigures[], resources: Counts): GroupFigures {
  const statuses = controls.map(({ status }) => status);
  const weights = { failed: 0, all: 0 };
  for (const { control, weights: own } of controls) {
    weights.failed += control.baseScore * own.failed;
    weights.all += control.baseScore * own.all;
  }
  // What looked at nothing counts as the highest risk, as in Kubescape.
  const isIrrelevant = weights.all === 0 && controls.every(({ subStatus }) => subStatus === "irrelevant");
  return {
    name,
    status: (["failed", "skipped"] as const).find((status) => statuses.includes(status)) ?? "passed",
    controls,
    resources,
    compliance: mean(controls.map(({ compliance }) => compliance)),
    risk: isIrrelevant ? 100 : share(weights),
  };
}

function share({ failed, all }: { failed: number; all: number }): number {
  return all === 0 ? 0 : (100 * failed) / all;
}

function mean(numbers: number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
