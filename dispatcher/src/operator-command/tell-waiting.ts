import type { Cluster, KubeObject } from "@sortie/kube";
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
 * more. An Event says it too, the first time. A status that the API server refuses is done without: it only says more.
 */
export async function tellWaiting(
  commands: Pick<ReadCommand, "name" | "uid" | "waitingFor">[],
  reason: string | undefined,
  deps: Deps,
): Promise<void> {
  for (const command of commands.filter(({ waitingFor }) => waitingFor !== reason)) {
    const written = await writeWaiting(command, reason, deps);
    if (written === undefined) continue;
    deps.commands.wrote(written);
    if (reason !== undefined) await recordEvent(deps, command, { reason: "ScanWaiting", message: reason });
  }
}

async function writeWaiting(
  command: { name: string; uid: string },
  reason: string | undefined,
  deps: Deps,
): Promise<KubeObject | undefined> {
  try {
    return await writeStatus(deps, command, waitingStatus(reason), deps.commands.get(command.name));
  } catch (err) {
    if (refusalOf(err) === undefined) throw err;
    deps.log.warn({ err, command: command.name }, "status not written");
    return undefined;
  }
}
