import type { Cluster } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import type { JobOutcome } from "@sortie/wire";
import type { ObservedObjects } from "../own-writes.ts";
import { refusalOf } from "../refusal.ts";
import { type CommandEvent, recordEvent } from "./record-event.ts";
import { completedStatus, type Status, writeStatus } from "./write-status.ts";

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
  await writeOutcome(deps, command, completedStatus(outcome, deps.clock.now()), eventOf(outcome));
}

/**
 * Writes the last status of a command and says it in an Event; in the Event alone where the API server refuses the status,
 * which is thrown. `false`: it has an outcome already, or is gone.
 */
export async function writeOutcome(
  deps: Deps,
  command: { name: string; uid: string },
  status: Status,
  event: CommandEvent,
): Promise<boolean> {
  try {
    const written = await writeStatus(deps, command, status);
    if (written === undefined) return false;
    deps.commands.wrote(written);
  } catch (err) {
    if (refusalOf(err) !== undefined) await recordEvent(deps, command, event);
    throw err;
  }
  await recordEvent(deps, command, event);
  return true;
}

function eventOf(outcome: JobOutcome): CommandEvent {
  if (outcome.status === "failed") return { reason: "ScanFailed", message: `${outcome.code}: ${outcome.message}` };
  const counts = Object.entries(outcome.counts).map(([name, count]) => `${count} ${name}`);
  return { reason: "ScanSucceeded", message: counts.join(", ") || "nothing to count" };
}
