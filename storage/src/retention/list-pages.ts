import { setImmediate as nextTurn } from "node:timers/promises";
import { type Cluster, ConnectionError, type KubeObject, type Resource } from "@sortie/kube";

const pageSize = 500;
/** Kubernetes API Concepts, "Metadata-only fetches". */
const metadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

type List = { metadata?: { continue?: string | null }; items?: KubeObject[] | null };

/**
 * All objects of a resource in all namespaces, one page in memory at a time. All pages show one state of the cluster.
 *
 * @throws ApiError or ConnectionError when a page cannot be had: then what was seen is not all there is.
 */
export async function listPages(
  cluster: Pick<Cluster, "request">,
  { group, version, plural }: Resource,
  { metadataOnly, signal }: { metadataOnly: boolean; signal: AbortSignal },
  take: (object: KubeObject) => void,
): Promise<void> {
  const path = group === "" ? `/api/${version}/${plural}` : `/apis/${group}/${version}/${plural}`;
  let next: string | null | undefined;
  do {
    const query = new URLSearchParams({ limit: String(pageSize), ...(next && { continue: next }) });
    const page = await cluster.request<List | undefined>("GET", `${path}?${query.toString()}`, {
      signal,
      ...(metadataOnly && { accept: metadataList }),
    });
    if (!page?.metadata || !Array.isArray(page.items ?? [])) {
      throw new ConnectionError("not_json", `GET ${path}: answer is no list`);
    }
    for (const object of page.items ?? []) take(object);
    next = page.metadata.continue;
    // Requests of clients come first.
    await nextTurn();
  } while (next);
}
