import type { Cluster } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import type { ObservedObjects } from "../own-writes.ts";
import { refusalOf } from "../refusal.ts";
import type { ReadCommand } from "./read-command.ts";
import { recordEvent } from "./record-event.ts";
import { waitingStatus, writeStatus } from "./write-status.ts";

type Deps = {
  cluster: Pick<Cluster, "get" | "update" | "create">;
  namespace: string;
  commands: ObservedObjects;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/**
 * Writes into the status of commands what keeps their scan from beginning, or, with `undefined`, that nothing does any
 * more. An Event says it too, the first time. A status that the API server refuses is done without: the Event says it then.
 */
export async function tellWaiting(
  commands: Pick<ReadCommand, "name" | "uid" | "waitingFor">[],
  reason: string | undefined,
  deps: Deps,
): Promise<void> {
  for (const command of commands.filter(({ waitingFor }) => waitingFor !== reason)) {
    const isOpen = await writeWaiting(command, reason, deps);
    if (!isOpen) continue;
    if (reason !== undefined) await recordEvent(deps, command, { reason: "ScanWaiting", message: reason });
  }
}

/** `false`: the command is finished already or gone. */
async function writeWaiting(
  command: { name: string; uid: string },
  reason: string | undefined,
  deps: Deps,
): Promise<boolean> {
  try {
    const written = await writeStatus(deps, command, waitingStatus(reason), deps.commands.get(command.name));
    if (written !== undefined) deps.commands.wrote(written);
    return written !== undefined;
  } catch (err) {
    if (refusalOf(err) === undefined) throw err;
    deps.log.warn({ err, command: command.name }, "status not written");
    return true;
  }
}
