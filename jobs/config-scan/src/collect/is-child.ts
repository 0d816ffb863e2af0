import type { KubeObject } from "@sortie/kube";

const childKinds = new Set(["Pod", "Job", "ReplicaSet"]);
const workloadApiVersions = new Set(["apps/v1", "batch/v1", "batch/v1beta1"]);

/**
 * Whether a workload stands for this object, so that judging it would only repeat the workload's template. As in
 * Kubescape, only the first owner and only its API version count: a ReplicaSet of an Argo Rollout is kept.
 */
export function isChild({ kind, metadata }: KubeObject): boolean {
  if (kind === undefined || !childKinds.has(kind)) return false;
  const owner = metadata?.ownerReferences?.[0];
  if (owner) return workloadApiVersions.has(owner.apiVersion);
  return kind === "Pod" && metadata?.labels?.["pod-template-hash"] !== undefined;
}
