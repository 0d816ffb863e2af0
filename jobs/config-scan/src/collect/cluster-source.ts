import type { Collected, ObjectSource, Scope, Unavailable } from "@sortie/posture";
import { JobError } from "@sortie/process";
import { forEachConcurrently } from "../concurrency/for-each-concurrently.ts";
import { listedNamespaces } from "./listed-namespaces.ts";
import type { ScannedCluster } from "./scanned-cluster.ts";
import { type Refusal, type TypeReader, typeReader } from "./type-reader.ts";
import { type ServedType, typesToList } from "./types-to-list.ts";
import { isBuiltIn, unansweredTypes } from "./unanswered-types.ts";
import { unreachable } from "./unreachable.ts";

type Deps = { cluster: ScannedCluster; scope?: Scope; readsSecrets: boolean; signal: AbortSignal };

/** Two lists in flight keep the evaluation busy; each more holds another page of up to 2 MB in memory. */
const listsAtOnce = 2;

/**
 * Reads the types that rules want from a cluster, page by page. One that may not be read, or not in all namespaces, is asked
 * for once more behind the others, and then is no error: the rules that need it say so instead. Nor is an aggregated API
 * that is away, which it may be for ever; but what the API server itself serves will be there again.
 *
 * @throws JobError `cluster_unreachable`, to be retried.
 */
export function clusterSource(deps: Deps): ObjectSource {
  return {
    scope: deps.scope ?? "cluster",
    async namespaces() {
      try {
        return await listedNamespaces(deps.cluster, deps.signal);
      } catch (err) {
        throw unreachable(err);
      }
    },
    async collect(rules, wanted, onBatch) {
      const collected: Collected = { kinds: {}, unavailable: [] };
      try {
        const { served, unanswered } = await deps.cluster.discover();
        const isWanted = (type: ServedType) => wanted.selectionsOf(type).length > 0;
        const types = typesToList(rules, served).filter(isWanted);
        const hidden = unansweredTypes(rules, served, unanswered).filter(({ type }) => isWanted(type));
        throwAtOutage(hidden);
        const [secrets, readable] = partition(types, (type) => isSecret(type) && !deps.readsSecrets);
        const first = await readAll(readable.map((type) => typeReader(type, { ...deps, wanted }, collected, onBatch)));
        // For a second after its start an API server knows nobody's rights.
        const refused = await readAll(first.map(({ reader }) => reader));
        const isNothingRead = refused.length === readable.length && refused.every(({ isOfAll }) => isOfAll);
        if (refused.length > 0 && isNothingRead) throw nothingReadable(refused);
        const unreadable = refused.map(({ reader: { type }, ...refusal }) => ({ type, ...refusal }));
        throwAtOutage(unreadable.filter(({ isOutage }) => isOutage));
        const unavailable = [...hidden, ...unreadable].map(({ type, reason }) => ({ type, reason }));
        collected.unavailable.push(...secrets.map((type) => ({ type, reason: noSecrets })), ...unavailable);
      } catch (err) {
        throw unreachable(err);
      }
      return collected;
    },
  };
}

const noSecrets = "Secrets are read only where READ_SECRETS is set (chart: global.enableClusterWideSecretAccess)";

function isSecret({ group, kind }: ServedType): boolean {
  return group === "" && kind === "Secret";
}

function partition<T>(all: T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

type Refused = Refusal & { reader: TypeReader };

async function readAll(readers: TypeReader[]): Promise<Refused[]> {
  const refused: Refused[] = [];
  await forEachConcurrently(readers, listsAtOnce, async (reader) => {
    const refusal = await reader.read();
    if (refusal !== undefined) refused.push({ reader, ...refusal });
  });
  return refused;
}

function throwAtOutage(missing: Unavailable[]): void {
  const found = missing.find(({ type }) => isBuiltIn(type));
  if (found === undefined) return;
  throw new JobError("cluster_unreachable", `cannot read the cluster: ${found.reason}`, { retry: true });
}

function nothingReadable([first]: Pick<Unavailable, "reason">[]): JobError {
  return new JobError("cluster_unreachable", `no kind can be read: ${first?.reason}`, { retry: true });
}
