import { ApiError, type Cluster, type KubeObject } from "@sortie/kube";

export const apiServerInfoVersion = "apiserverinfo.kubescape.cloud/v1beta0";

type ApiServerInfo = KubeObject & { apiVersion: string; kind: string; data: Record<string, unknown> };

/** What the API server says of its own version (Kubernetes API, `/version`), as an object; or why it says nothing. */
export async function apiServerInfo(
  cluster: Pick<Cluster, "request">,
  signal: AbortSignal,
): Promise<{ object: ApiServerInfo } | { reason: string }> {
  try {
    const data = await cluster.request<Record<string, unknown>>("GET", "/version", { signal });
    const metadata = { name: "version" };
    return { object: { apiVersion: apiServerInfoVersion, kind: "APIServerInfo", metadata, data } };
  } catch (err) {
    if (!(err instanceof ApiError) || err.code === 401) throw err;
    return { reason: `cannot read the version of the API server: ${err.message}` };
  }
}
