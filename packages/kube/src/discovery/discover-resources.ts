import type { CallOptions, Cluster } from "../cluster.ts";
import { type AggregatedGroups, aggregatedDiscovery, fromAggregated } from "./aggregated.ts";
import { type CoreVersions, fromEachVersion, type GroupList } from "./per-version.ts";
import type { ServedResource } from "./served-resource.ts";

/**
 * Everything the API server serves, in all versions: core first, then the groups in the server's order of preference.
 * `onUnavailable` is told of each `group/version` that is registered but does not answer; its resources may be missing.
 */
export async function discoverResources(
  cluster: Pick<Cluster, "request">,
  {
    onUnavailable = () => {},
    ...call
  }: CallOptions & { onUnavailable?: (version: { group: string; version: string }) => void } = {},
): Promise<ServedResource[]> {
  const ask = { ...call, accept: aggregatedDiscovery };
  const [core, groups] = await Promise.all([
    cluster.request<AggregatedGroups | (CoreVersions & { kind?: "APIVersions" })>("GET", "/api", ask),
    cluster.request<AggregatedGroups | (GroupList & { kind?: "APIGroupList" })>("GET", "/apis", ask),
  ]);
  const { resources, unavailable } =
    core.kind === "APIGroupDiscoveryList" && groups.kind === "APIGroupDiscoveryList"
      ? fromAggregated({ kind: core.kind, items: [...(core.items ?? []), ...(groups.items ?? [])] })
      : await fromEachVersion(cluster, core as CoreVersions, groups as GroupList, call);
  for (const version of unavailable) onUnavailable(version);
  return resources;
}
