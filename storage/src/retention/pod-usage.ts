import type { KubeObject } from "@sortie/kube";

/** What is read of a pod. */
export type Pod = KubeObject & {
  spec?: { [containers in ContainerField]?: { name: string }[] | null };
  status?: { [statuses in StatusField]?: { imageID?: string }[] | null };
};
type ContainerField = "containers" | "initContainers" | "ephemeralContainers";
type StatusField = "containerStatuses" | "initContainerStatuses" | "ephemeralContainerStatuses";

/** What the pods of a cluster use, in the words of results. */
export type Usage = { images: Set<string>; instances: Set<string>; templates: Set<string> };

const statusFields: StatusField[] = ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"];
const containerWords: [ContainerField, string][] = [
  ["containers", "containerName"],
  ["initContainers", "initContainerName"],
  ["ephemeralContainers", "ephemeralContainerName"],
];

export function emptyUsage(): Usage {
  return { images: new Set(), instances: new Set(), templates: new Set() };
}

/** Adds what one pod uses. */
export function addUsage(usage: Usage, pod: Pod): void {
  const statuses = statusFields.flatMap((field) => pod.status?.[field] ?? []);
  for (const { imageID } of statuses) if (imageID) usage.images.add(imageKey(imageID));

  const containers = containerWords.flatMap(([field, word]) =>
    (pod.spec?.[field] ?? []).map(({ name }) => `${word}-${name}`),
  );
  for (const owner of instanceOwners(pod)) {
    for (const container of containers) usage.instances.add(instanceKey(`${owner}/${container}`));
  }

  const { namespace = "", labels } = pod.metadata ?? {};
  for (const hash of [labels?.["pod-template-hash"], labels?.["controller-revision-hash"]]) {
    if (hash) usage.templates.add(templateKey(namespace, hash));
  }
}

/** Container runtimes put words before a reference that writers of results leave out or keep. */
export function imageKey(id: string): string {
  return id.replace(/^docker(-pullable)?:\/\//, "");
}

/** A Job of a CronJob is named after its time, and its results after its template: what both have in common counts. */
export function instanceKey(id: string): string {
  return id.replace(/(\/kind-Job\/name-[^/]+)-[^/-]+\//, "$1-*/");
}

export function templateKey(namespace: string, hash: string): string {
  return `${namespace}/${hash}`;
}

/**
 * `apiVersion-<v>/namespace-<n>/kind-<k>/name-<n>` of whoever the pod may be called after: itself, its first owner, or
 * that owner's generation.
 */
function instanceOwners({ metadata }: Pod): string[] {
  const namespace = metadata?.namespace ?? "";
  const prefix = (apiVersion: string, kind: string, name: string) =>
    `apiVersion-${apiVersion}/namespace-${namespace}/kind-${kind}/name-${name}`;
  const itself = prefix("v1", "Pod", metadata?.name ?? "");
  const owner = metadata?.ownerReferences?.[0];
  if (!owner) return [itself];
  const revision = metadata?.labels?.["controller-revision-hash"];
  const names = [owner.name, ...(revision ? [revision, `${owner.name}-${revision}`] : [])];
  return [itself, ...names.map((name) => prefix(owner.apiVersion, owner.kind, name))];
}
