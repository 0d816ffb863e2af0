import type { KubeObject } from "@sortie/kube";
import { type LaunchDeps, type PlannedCommand, takeScanStep } from "../launch/take-scan-step.ts";
import type { ReadCommand } from "../operator-command/read-command.ts";
import { observedJob } from "../plan/observed-job.ts";
import { classOf, type Limits, nextScanStep } from "../plan/plan-scans.ts";
import { scanHashOf } from "../plan/scan-identity.ts";

type Deps = LaunchDeps & { limits: Limits; readCommand(object: KubeObject): ReadCommand | undefined };

/** Steps of one pass. More than a pass can need: a plan that never ends is a bug that has to show. */
const maxSteps = 10_000;

/**
 * Takes steps until every open command has a Job or waits for room in the window, and as many Jobs run as may. When the
 * API server is ahead of what is observed, it stops: the event on its way brings it back.
 */
export async function reconcileScans(deps: Deps): Promise<void> {
  for (let steps = 0; steps < maxSteps; steps++) {
    const commands = deps.commands.list().flatMap((object) => plannedCommand(deps.readCommand(object)));
    const jobs = deps.jobs.list().flatMap((object) => observedJob(object) ?? []);
    const step = nextScanStep(commands, jobs, deps.limits);
    if (step === undefined) return;
    const result = await takeScanStep(step, new Map(commands.map((command) => [command.uid, command])), deps);
    if (result === "stale") return;
  }
  throw new Error(`the plan has not come to rest after ${maxSteps} steps`);
}

function plannedCommand(command: ReadCommand | undefined): PlannedCommand[] {
  if (command === undefined || command.completedAt !== undefined || command.wants.what !== "config-scan") return [];
  const { target } = command.wants;
  return [{ ...command, target, scanHash: scanHashOf(target), class: classOf(command) }];
}
