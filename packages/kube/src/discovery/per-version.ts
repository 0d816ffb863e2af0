import { ApiError } from "../api-error.ts";
import type { CallOptions, Cluster } from "../cluster.ts";
import type { Discovered, ServedResource } from "./served-resource.ts";

/** The two documents of discovery without aggregation (Kubernetes API Concepts, "Unaggregated discovery"). */
export type GroupList = { groups?: Group[] };
type Group = { name: string; versions: { version: string }[]; preferredVersion?: { version: string } };
export type CoreVersions = { versions?: string[] };
type VersionResources = {
  resources?: { name: string; namespaced: boolean; kind: string; verbs: string[] }[];
};

/** Asks for each version of each group, one after the other. */
export async function fromEachVersion(
  cluster: Pick<Cluster, "request">,
  core: CoreVersions,
  { groups = [] }: GroupList,
  call: CallOptions,
): Promise<Discovered> {
  const found: Discovered = { resources: [], unavailable: [] };
  const coreGroup: Group = { name: "", versions: (core.versions ?? []).map((version) => ({ version })) };
  for (const { name: group, versions, preferredVersion = versions[0] } of [coreGroup, ...groups]) {
    for (const { version } of versions) {
      const served = await readVersion(cluster, group === "" ? `/api/${version}` : `/apis/${group}/${version}`, call);
      if (!served) found.unavailable.push({ group, version });
      const isPreferred = version === preferredVersion?.version;
      found.resources.push(...servedResources(served ?? {}).map((one) => ({ group, version, isPreferred, ...one })));
    }
  }
  return found;
}

/** `undefined` where the server behind the version does not answer, or the version has just been removed. */
async function readVersion(
  cluster: Pick<Cluster, "request">,
  path: string,
  call: CallOptions,
): Promise<VersionResources | undefined> {
  try {
    return await cluster.request<VersionResources>("GET", path, call);
  } catch (err) {
    if (err instanceof ApiError && (err.code === 404 || err.code >= 500)) return undefined;
    throw err;
  }
}

function servedResources({
  resources = [],
}: VersionResources): Omit<ServedResource, "group" | "version" | "isPreferred">[] {
  const parents = resources.filter(({ name }) => !name.includes("/"));
  return parents.map(({ name: plural, namespaced, kind, verbs }) => ({
    plural,
    namespaced,
    kind,
    verbs,
    subresources: resources
      .filter(({ name }) => name.startsWith(`${plural}/`))
      .map(({ name }) => name.slice(plural.length + 1)),
  }));
}
