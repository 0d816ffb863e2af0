import type { Cluster } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import type { JobOutcome } from "@sortie/wire";
import type { ObservedObjects } from "../own-writes.ts";
import { type CommandEvent, recordEvent } from "./record-event.ts";
import { completedStatus, writeStatus } from "./write-status.ts";

type Deps = {
  cluster: Pick<Cluster, "get" | "update" | "create">;
  namespace: string;
  commands: Pick<ObservedObjects, "wrote">;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/** Records the outcome of a scan in a command that has none, and says it in an Event. */
export async function completeCommand(
  command: { name: string; uid: string },
  outcome: JobOutcome,
  deps: Deps,
): Promise<void> {
  const written = await writeStatus(deps, command, completedStatus(outcome, deps.clock.now()));
  if (written === undefined) return;
  deps.commands.wrote(written);
  await recordEvent(deps, command, eventOf(outcome));
}

function eventOf(outcome: JobOutcome): CommandEvent {
  if (outcome.status === "failed") return { reason: "ScanFailed", message: `${outcome.code}: ${outcome.message}` };
  const counts = Object.entries(outcome.counts).map(([name, count]) => `${count} ${name}`);
  return { reason: "ScanSucceeded", message: counts.join(", ") || "nothing to count" };
}
