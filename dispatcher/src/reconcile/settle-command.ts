import { type Cluster, type KubeObject, resources } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import { writeOutcome } from "../operator-command/complete-command.ts";
import type { ReadCommand } from "../operator-command/read-command.ts";
import { rejectedStatus } from "../operator-command/write-status.ts";
import type { ObservedObjects } from "../own-writes.ts";
import { nextCommandStep } from "../plan/command-step.ts";

type Deps = {
  cluster: Pick<Cluster, "get" | "update" | "create" | "delete">;
  namespace: string;
  commands: ObservedObjects;
  readCommand(object: KubeObject): ReadCommand | undefined;
  commandTtlSeconds: number;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/** Rejects a command that no Job can be made for, and removes a finished one when its time has come. */
export async function settleCommand(name: string, deps: Deps): Promise<{ againInSeconds?: number }> {
  const object = deps.commands.get(name);
  const command = object === undefined ? undefined : deps.readCommand(object);
  if (command === undefined || object?.metadata?.deletionTimestamp) return {};
  const step = nextCommandStep(command, deps.clock.now(), deps.commandTtlSeconds);
  if (step.do === "wait") return { againInSeconds: step.seconds };
  if (step.do === "delete") {
    const { cluster, namespace, signal } = deps;
    await cluster.delete(
      resources.operatorCommands,
      { namespace, name },
      { uid: command.uid, propagationPolicy: "Background", signal },
    );
  }
  if (step.do === "reject") await reject(command, step, deps);
  return {};
}

async function reject(command: ReadCommand, error: { reason: string; message: string }, deps: Deps): Promise<void> {
  const { reason, message } = error;
  const status = rejectedStatus({ reason, message }, deps.clock.now());
  const event = { reason: "CommandRejected" as const, message: `${reason}: ${message}` };
  if (!(await writeOutcome(deps, command, status, event))) return;
  const { name, jobId, parentId } = command;
  // The message names fields and the command, and says nothing of what they hold.
  deps.log.warn({ command: name, jobId, parentId, code: reason, reason: message }, "command rejected");
}
