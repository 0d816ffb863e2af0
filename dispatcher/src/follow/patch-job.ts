import { type Cluster, resources } from "@sortie/kube";
import type { ObservedObjects } from "../own-writes.ts";
import type { JobObject } from "../plan/observed-job.ts";

export type PatchDeps = {
  cluster: Pick<Cluster, "patch">;
  namespace: string;
  jobs: Pick<ObservedObjects, "wrote">;
  signal: AbortSignal;
};

/**
 * A merge patch of this Job and of no other of its name. One that is gone is left alone.
 *
 * @throws where somebody else has changed it meanwhile.
 */
export async function patchJob(
  { metadata: { name, uid } }: JobObject,
  patch: { annotations?: Record<string, string>; spec: Record<string, unknown> },
  { cluster, namespace, jobs, signal }: PatchDeps,
): Promise<void> {
  const { annotations, spec } = patch;
  const merged = { metadata: { uid, ...(annotations && { annotations }) }, spec };
  const written = await cluster.patch(resources.jobs, { namespace, name }, merged, { type: "merge", signal });
  if (written.ok) jobs.wrote(written.object);
  else if (written.reason === "Conflict") throw new Error(`Job "${name}" was changed by somebody else`);
}
