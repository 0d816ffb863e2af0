import { ApiError, type Cluster, resources } from "@sortie/kube";
import type { Batch, Collected } from "@sortie/posture";
import { externalType, typeKey, wantedKinds } from "@sortie/posture";
import type { Logger } from "@sortie/process";
import { forEachConcurrently } from "../concurrency/for-each-concurrently.ts";
import type { ExternalSource } from "../external/external-source.ts";
import { askedApiVersion, cloudProviderInfo, controlPlaneInfo, type HostKind, hostKindOf } from "./host-kinds.ts";
import type { HostObject } from "./host-object.ts";
import { type HostRead, readHostKind } from "./read-host-kind.ts";

type Deps = { cluster: Pick<Cluster, "list">; log: Logger; signal: AbortSignal };

/** Each list in flight holds a page of whole files in memory. */
const listsAtOnce = 2;

/** Kubescape's words for a cluster without an agent (docs/reference/host-data.md, "What is missing"). */
const noAgent =
  "This control is scanned exclusively by the Kubescape operator, not the Kubescape CLI. Install the Kubescape operator: https://kubescape.io/docs/install-operator/";

/** Supplies what agents wrote about the cluster's nodes (docs/reference/host-data.md). */
export function hostSource(deps: Deps): ExternalSource {
  return {
    async collect(rules, onBatch) {
      const names = wantedKinds(rules, askedApiVersion);
      if (names.length === 0) return { kinds: {}, unavailable: [] };
      const reads = await readKinds(names, deps, onBatch);
      return { kinds: countsOf(reads), unavailable: await whatIsMissing(names, reads, deps) };
    },
  };
}

/** `isNotWanted`: read for what it says about other kinds. */
type Reads = Map<HostKind, HostRead & { isNotWanted?: true }>;

/** Where one node's pods reach the metadata service, the control plane is the provider's, and nodes show none of it. */
async function readKinds(names: string[], deps: Deps, onBatch: (batch: Batch) => void): Promise<Reads> {
  const wanted = new Set(names.map(hostKindOf).filter((kind) => kind !== undefined));
  const reads: Reads = new Map();
  let isManaged = false;
  const read = async (kind: HostKind) => {
    const result = await readHostKind(kind, deps, (objects) => {
      if (kind === cloudProviderInfo) isManaged ||= objects.some(reachesMetadata);
      if (wanted.has(kind)) onBatch({ type: typeOf(kind.kind), objects });
    });
    reads.set(kind, wanted.has(kind) ? result : { ...result, isNotWanted: true });
  };
  if (wanted.has(cloudProviderInfo) || wanted.has(controlPlaneInfo)) await read(cloudProviderInfo);
  const others = [...wanted].filter((kind) => kind !== cloudProviderInfo && !(isManaged && kind === controlPlaneInfo));
  await forEachConcurrently(others, listsAtOnce, read);
  return reads;
}

function reachesMetadata({ data }: HostObject): boolean {
  return (data as { providerMetaDataAPIAccess?: unknown }).providerMetaDataAPIAccess === true;
}

function typeOf(kind: string) {
  return externalType(askedApiVersion, kind);
}

function countsOf(reads: Reads): Collected["kinds"] {
  const counts = [...reads].filter(([, { count, isNotWanted }]) => count > 0 && !isNotWanted);
  return Object.fromEntries(counts.map(([{ kind }, { count }]) => [typeKey(typeOf(kind)), count]));
}

/** Kinds that no agent writes are missing only where there is no agent: rules about them meet nothing anywhere else. */
async function whatIsMissing(names: string[], reads: Reads, deps: Deps): Promise<Collected["unavailable"]> {
  const all = [...reads.values()];
  if (all.every(({ isAbsent }) => isAbsent)) return names.map((name) => ({ type: typeOf(name), reason: noAgent }));
  const hasGaps = all.some(({ count, refused }) => count === 0 && refused === undefined);
  const ofNodes = hasGaps ? await numberOfNodes(deps) : "";
  return [...reads].flatMap(([{ kind }, { count, refused, isNotWanted }]) => {
    if (isNotWanted) return [];
    if (refused !== undefined) return [{ type: typeOf(kind), reason: `${noAgent} (${refused})` }];
    if (count > 0) return [];
    return [{ type: typeOf(kind), reason: `node-agent didn't report any ${kind}${ofNodes}` }];
  });
}

/** For a person; the server counts what a page leaves out (Kubernetes API, "ListMeta"). */
async function numberOfNodes({ cluster, signal }: Deps): Promise<string> {
  try {
    for await (const { items, remainingItemCount = 0 } of cluster.list(resources.nodes, { limit: 1, signal })) {
      return ` for ${items.length + remainingItemCount} nodes`;
    }
  } catch (err) {
    if (!(err instanceof ApiError) || err.code === 401) throw err;
  }
  return "";
}
