import type { Cluster, KubeObject } from "@sortie/kube";
import type { Collected, Provider, Rule, Unavailable } from "@sortie/posture";
import { externalType, typeKey, wantedKinds } from "@sortie/posture";
import type { Config } from "../config.ts";
import type { ExternalSource } from "../external/external-source.ts";
import { apiServerInfo, apiServerInfoVersion } from "./api-server-info.ts";
import { bounds, type CloudData, CloudError, type CloudKind, cloudGroups, cloudKinds } from "./cloud-source.ts";
import { type CloudAccess, openCloud } from "./open-cloud.ts";
import { type Place, type PlaceSettings, placeOf } from "./place.ts";

type Deps = {
  cluster: Pick<Cluster, "request">;
  provider: Provider | undefined;
  settings: PlaceSettings & CloudAccess & Pick<Config, "KS_OFFLINE">;
  signal: AbortSignal;
};

/** Supplies what the cluster's provider says about it (docs/reference/cloud-data.md). */
export function externalCloud(deps: Deps): ExternalSource {
  const { provider, settings } = deps;
  return {
    async collect(rules, onBatch) {
      if (provider === undefined) return { kinds: {}, unavailable: withoutProvider(rules, settings) };
      const found: Collected = { kinds: {}, unavailable: [] };
      const take = (object: KubeObject & { apiVersion: string; kind: string }) => {
        const type = externalType(object.apiVersion, object.kind);
        found.kinds[typeKey(type)] = 1;
        onBatch({ type, objects: [object] });
      };
      await collectVersion(rules, deps, take, found.unavailable);
      await collectKinds(rules, { ...deps, provider }, take, found.unavailable);
      return found;
    },
  };
}

type Take = (object: KubeObject & { apiVersion: string; kind: string }) => void;

/** Kubescape's words for a cluster that is nobody's; of the kinds of all providers, as rules ask for them. */
function withoutProvider(rules: Rule[], { CLUSTER_NAME, KS_CONTEXT }: PlaceSettings): Unavailable[] {
  const reason = `failed to get cloud provider, cluster: ${KS_CONTEXT ?? CLUSTER_NAME}`;
  const versions = [...Object.values(cloudGroups).map((group) => `${group}/v1`), apiServerInfoVersion];
  return versions.flatMap((version) =>
    wantedKinds(rules, version).map((kind) => ({ type: externalType(version, kind), reason })),
  );
}

async function collectVersion(rules: Rule[], { cluster, signal }: Deps, take: Take, gaps: Unavailable[]) {
  if (wantedKinds(rules, apiServerInfoVersion).length === 0) return;
  const info = await apiServerInfo(cluster, signal);
  if ("reason" in info) gaps.push({ type: externalType(apiServerInfoVersion, "APIServerInfo"), reason: info.reason });
  else take(info.object);
}

/** Rules about kinds of other providers meet nothing. */
async function collectKinds(rules: Rule[], deps: Deps & { provider: Provider }, take: Take, gaps: Unavailable[]) {
  const { provider, settings } = deps;
  const apiVersion = `${cloudGroups[provider]}/v1`;
  const asked = wantedKinds(rules, apiVersion).map((kind) => kind.toLowerCase());
  const kinds = cloudKinds.filter((kind) => asked.includes(kind.toLowerCase()));
  if (kinds.length === 0) return;
  const lack = (kind: CloudKind, reason: string) => gaps.push({ type: externalType(apiVersion, kind), reason });
  const place = settings.KS_OFFLINE ? { missing: "KS_OFFLINE is set" } : placeOf(provider, settings);
  if ("missing" in place) {
    for (const kind of kinds) lack(kind, `${provider} is not asked: ${place.missing}`);
    return;
  }
  const metadata = { name: place.cluster, provider: provider.toLowerCase() };
  for (const { kind, data, reason } of await readKinds(kinds, place, deps)) {
    if (reason !== undefined) lack(kind, `cannot get ${kind} from ${provider}: ${reason}`);
    else if (data !== undefined) take({ apiVersion, kind, metadata, data });
  }
}

type KindRead = { kind: CloudKind; data?: CloudData | undefined; reason?: string };

/** All kinds at once: there are four at most, and each mostly waits. */
async function readKinds(kinds: CloudKind[], place: Place, { settings, signal }: Deps): Promise<KindRead[]> {
  using source = await openCloud(place, settings);
  const deadline = AbortSignal.timeout(bounds.kindMs);
  const limited = AbortSignal.any([signal, deadline]);
  return await Promise.all(
    kinds.map(async (kind): Promise<KindRead> => {
      try {
        return { kind, data: await source.read(kind, limited) };
      } catch (err) {
        signal.throwIfAborted();
        if (deadline.aborted) return { kind, reason: `no answer within ${bounds.kindMs / 1000} s` };
        if (err instanceof CloudError) return { kind, reason: err.message };
        throw err;
      }
    }),
  );
}
