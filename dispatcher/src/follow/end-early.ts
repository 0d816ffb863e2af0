import { type Cluster, resources } from "@sortie/kube";
import type { ObservedObjects } from "../own-writes.ts";
import type { JobObject } from "../plan/observed-job.ts";

/** Brings the deadline of a Job that runs to now: Kubernetes ends it and its pods, and it keeps its name and outcome. */
export async function endEarly(
  { metadata: { name, uid }, spec: { activeDeadlineSeconds } }: JobObject,
  runsSeconds: number,
  deps: {
    cluster: Pick<Cluster, "patch">;
    namespace: string;
    jobs: Pick<ObservedObjects, "wrote">;
    signal: AbortSignal;
  },
): Promise<void> {
  const { cluster, namespace, signal } = deps;
  const deadline = Math.max(1, Math.floor(runsSeconds));
  if (typeof activeDeadlineSeconds === "number" && activeDeadlineSeconds <= deadline) return;
  const patch = { metadata: { uid }, spec: { activeDeadlineSeconds: deadline } };
  const written = await cluster.patch(resources.jobs, { namespace, name }, patch, { type: "merge", signal });
  if (written.ok) deps.jobs.wrote(written.object);
  else if (written.reason === "Conflict") throw new Error(`Job "${name}" was changed by somebody else`);
}
