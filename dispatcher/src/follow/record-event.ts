import { createHash } from "node:crypto";
import { type Cluster, resources } from "@sortie/kube";
import { operatorCommandApiVersion } from "@sortie/wire";

/** Something a person sees with `kubectl describe operatorcommand`. */
export type CommandEvent = {
  reason: "ScanWaiting" | "ScanSucceeded" | "ScanFailed" | "CommandRejected";
  message: string;
};

/**
 * Writes an Event about a command, once: its name follows from what it says, so that a second attempt finds it there.
 */
export async function recordEvent(
  { cluster, namespace, signal }: { cluster: Pick<Cluster, "create">; namespace: string; signal: AbortSignal },
  command: { name: string; uid: string },
  event: CommandEvent,
  now: Date,
): Promise<void> {
  const digest = createHash("sha256").update(`${command.uid} ${event.reason}`).digest("hex").slice(0, 16);
  const time = now.toISOString().replace(/\.\d{3}Z$/, "Z");
  await cluster.create(
    resources.events,
    {
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
    },
    { signal },
  );
}
