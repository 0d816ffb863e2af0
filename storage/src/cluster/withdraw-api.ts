import { type Cluster, type KubeObject, resources } from "@sortie/kube";
import type { Logger } from "@sortie/process";

type ApiService = KubeObject & { spec?: { service?: { namespace?: string } } };

type Deps = { cluster: Pick<Cluster, "get" | "delete">; apiService: string; log: Logger };

/**
 * Deletes the APIService of a namespace that is being deleted, with its server in it. It lies in no namespace, so it would be
 * left, and while one API of a cluster does not answer none of its namespaces can be deleted. One that leads to another
 * namespace is somebody else's.
 */
export async function withdrawApi(namespace: string, { cluster, apiService, log }: Deps): Promise<void> {
  try {
    const found = await cluster.get<ApiService>(resources.apiServices, { name: apiService });
    const uid = found?.metadata?.uid;
    if (uid === undefined || found?.spec?.service?.namespace !== namespace) return;
    const isGone = await cluster.delete(resources.apiServices, { name: apiService }, { uid });
    if (isGone) log.info({ apiService, namespace }, "APIService withdrawn: its namespace is being deleted");
  } catch (err) {
    // Kubernetes says several times how far the deletion is, and each time is another attempt.
    log.warn({ err, apiService }, "the APIService could not be withdrawn");
  }
}
