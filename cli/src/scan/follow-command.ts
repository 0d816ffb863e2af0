import { type Cluster, type KubeObject, resources } from "@sortie/kube";
import { JobOutcome, OperatorCommand } from "@sortie/wire";

/** How a command ended: what its Job reported, or why there is no such report. */
export type CommandEnd = { outcome: JobOutcome } | { error: { reason: string; message: string } };

/** Waits until the command of an action is completed. */
export async function followCommand(
  cluster: Cluster,
  { namespace, jobId, signal }: { namespace: string; jobId: string; signal: AbortSignal },
): Promise<CommandEnd> {
  const selection = { namespace, labelSelector: `sortie.dev/job-id=${jobId}`, signal };
  for await (const event of cluster.watch(resources.operatorCommands, selection)) {
    if (event.type === "deleted") continue;
    for (const object of event.type === "relisted" ? event.objects : [event.object]) {
      const end = endOf(object);
      if (end) return end;
    }
  }
  throw signal.reason;
}

/** `undefined` while the command is not completed. */
export function endOf(object: KubeObject): CommandEnd | undefined {
  const { status } = OperatorCommand.parse(object);
  if (!status?.completed) return undefined;
  const outcome = JobOutcome.safeParse(decode(status.payload ?? ""));
  if (outcome.success) return { outcome: outcome.data };
  return { error: status.error ?? { reason: "NoOutcome", message: "The scan ended without saying how." } };
}

function decode(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, "base64").toString("utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
