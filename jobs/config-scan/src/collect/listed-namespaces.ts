import { ApiError, type KubeObject, metadataOnlyList, type Page, type Resource, resources } from "@sortie/kube";

type Listing = {
  list(type: Resource, options: { accept: string; signal: AbortSignal }): AsyncIterable<Page<KubeObject>>;
};

/**
 * Names of the cluster's namespaces; `undefined` where they may not be listed, as by a person with rights in some of them.
 *
 * @throws ConnectionError, ApiError
 */
export async function listedNamespaces(
  cluster: Listing,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  const names = new Set<string>();
  try {
    for await (const { items } of cluster.list(resources.namespaces, { accept: metadataOnlyList, signal })) {
      for (const { metadata } of items) names.add(metadata?.name ?? "");
    }
  } catch (err) {
    if (err instanceof ApiError && (err.code === 403 || err.code === 404)) return undefined;
    throw err;
  }
  return names;
}
