import type { Cluster } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import type { ObservedObjects } from "../own-writes.ts";
import { refusalOf } from "../refusal.ts";
import type { ReadCommand } from "./read-command.ts";
import { startedStatus, writeStatus } from "./write-status.ts";

type Deps = {
  cluster: Pick<Cluster, "get" | "update">;
  namespace: string;
  commands: ObservedObjects;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/** Writes `started` where it is not yet. Answers the commands that the API server refuses it for, by uid, and why. */
export async function startCommands(
  commands: Pick<ReadCommand, "name" | "uid" | "started">[],
  deps: Deps,
): Promise<Map<string, string>> {
  const refused = new Map<string, string>();
  for (const command of commands.filter(({ started }) => !started)) {
    try {
      const seen = deps.commands.get(command.name);
      const written = await writeStatus(deps, command, startedStatus(deps.clock.now()), seen);
      if (written !== undefined) deps.commands.wrote(written);
    } catch (err) {
      const reason = refusalOf(err);
      if (reason === undefined) throw err;
      deps.log.warn({ err, command: command.name }, "status not written");
      refused.set(command.uid, reason);
    }
  }
  return refused;
}
