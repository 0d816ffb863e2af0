import type { KubeObject, Selection } from "@sortie/kube";

/** The namespaces of a scan. `includeNamespaces` wins; both empty: all. Cluster-scoped objects always belong to it. */
export type WantedNamespaces = { includeNamespaces: string[]; excludedNamespaces: string[] };

/** Whether an object belongs to the scan. A Namespace object counts as being in itself. */
export function isWanted(wanted: WantedNamespaces, object: KubeObject): boolean {
  const namespace = isNamespace(object) ? object.metadata?.name : object.metadata?.namespace;
  if (!namespace) return true;
  if (wanted.includeNamespaces.length > 0) return wanted.includeNamespaces.includes(namespace);
  return !wanted.excludedNamespaces.includes(namespace);
}

/** The list calls that read the wanted objects of one type, so that the server leaves out the rest. */
export function selectionsOf(
  wanted: WantedNamespaces,
  type: { group: string; kind: string; namespaced: boolean },
): Selection[] {
  const isNamespaceType = type.group === "" && type.kind === "Namespace";
  if (!type.namespaced && !isNamespaceType) return [{}];
  if (wanted.includeNamespaces.length > 0) {
    return wanted.includeNamespaces.map((name) =>
      isNamespaceType ? { fieldSelector: `metadata.name=${name}` } : { namespace: name },
    );
  }
  if (wanted.excludedNamespaces.length === 0) return [{}];
  const field = isNamespaceType ? "metadata.name" : "metadata.namespace";
  return [{ fieldSelector: wanted.excludedNamespaces.map((name) => `${field}!=${name}`).join(",") }];
}

function isNamespace(object: KubeObject): boolean {
  return object.kind === "Namespace" && object.apiVersion === "v1";
}
