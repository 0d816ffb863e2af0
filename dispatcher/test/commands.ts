import { type Cluster, type KubeObject, resources } from "@sortie/kube";
import { JobOutcome, OperatorCommand } from "@sortie/wire";

const namespace = "kubescape";

/** A `kubescapeScan` of everything, or of what `scanV1` says. */
export function scan(jobID: string, scanV1: Record<string, unknown> = {}) {
  return { commands: [{ commandName: "kubescapeScan", jobTracking: { jobID }, args: { scanV1 } }] };
}

export function outcomeOf(command: OperatorCommand): JobOutcome {
  return JobOutcome.parse(JSON.parse(Buffer.from(command.status?.payload ?? "", "base64").toString()));
}

export async function listAll(
  cluster: Cluster,
  resource: typeof resources.jobs | typeof resources.operatorCommands,
): Promise<KubeObject[]> {
  const objects: KubeObject[] = [];
  for await (const { items } of cluster.list(resource, { namespace })) objects.push(...items);
  return objects;
}

/** The command with this job id, once it is completed. */
export async function completedCommand(cluster: Cluster, jobId: string): Promise<OperatorCommand> {
  const labelSelector = `sortie.dev/job-id=${jobId}`;
  const stop = new AbortController();
  const events = cluster.watch(resources.operatorCommands, { namespace, labelSelector, signal: stop.signal });
  try {
    for await (const event of events) {
      for (const object of event.type === "relisted" ? event.objects : [event.object]) {
        const command = OperatorCommand.parse(object);
        if (command.status?.completed === true) return command;
      }
    }
  } finally {
    stop.abort();
  }
  throw new Error("the watch ended");
}
