import { createHash } from "node:crypto";
import { ApiError, type Cluster, type KubeObject, resources } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import { operatorCommandApiVersion } from "@sortie/wire";

/** Something a person sees with `kubectl describe operatorcommand`. */
export type CommandEvent = {
  reason: "ScanWaiting" | "ScanSucceeded" | "ScanFailed" | "CommandRejected";
  message: string;
};

type Deps = {
  cluster: Pick<Cluster, "create">;
  namespace: string;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/**
 * Writes an Event about a command, one for each reason, whose first message stays: its name follows from both, so that a
 * second attempt finds it there.
 * The command's status says the same, so one that the API server refuses (a quota, a missing right) is done without.
 */
export async function recordEvent(
  deps: Deps,
  command: { name: string; uid: string },
  event: CommandEvent,
): Promise<void> {
  const { cluster, log, signal } = deps;
  try {
    await cluster.create(resources.events, eventObject(deps, command, event), { signal });
  } catch (err) {
    if (!(err instanceof ApiError)) throw err;
    log.warn({ err, command: command.name, reason: event.reason }, "event not recorded");
  }
}

function eventObject(
  { namespace, clock }: Deps,
  command: { name: string; uid: string },
  event: CommandEvent,
): KubeObject {
  const digest = createHash("sha256").update(`${command.uid} ${event.reason}`).digest("hex").slice(0, 16);
  const time = clock
    .now()
    .toISOString()
    .replace(/\.\d{3}Z$/, "Z");
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `${command.name}.${digest}`, namespace },
    involvedObject: {
      apiVersion: operatorCommandApiVersion,
      kind: "OperatorCommand",
      name: command.name,
      namespace,
      uid: command.uid,
    },
    type: event.reason === "ScanSucceeded" ? "Normal" : "Warning",
    reason: event.reason,
    message: event.message.slice(0, 1000),
    source: { component: "sortie-dispatcher" },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
}
