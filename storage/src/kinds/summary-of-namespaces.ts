import { createHash } from "node:crypto";
import { parseMetadata } from "../objects/object-text.ts";
import type { Revision, Store } from "../store/store.ts";
import { resourceName, type Source } from "./kind.ts";
import { configurationScanSummary, countedSeverities, workloadConfigurationScanSummary } from "./posture.ts";

const members = resourceName(workloadConfigurationScanSummary);
const computed = resourceName(configurationScanSummary);
const pageSize = 1000;

/**
 * `ConfigurationScanSummary`: for each namespace with a WorkloadConfigurationScanSummary the sum of them, named like the
 * namespace. Its resourceVersion is that of the member that changed last, so it moves when the sum may have moved.
 */
export function summaryOfNamespaces(store: Store): Source {
  let known: { newest: number; sums: Promise<Revision[]> } | undefined;

  async function sums(): Promise<{ all: Revision[]; newest: number }> {
    const newest = await store.newest();
    if (known?.newest !== newest) known = { newest, sums: computeAll(store, newest) };
    return { all: await known.sums, newest };
  }

  return {
    get: async ({ name }) => {
      const found = await membersOf(store, name, undefined);
      return found.length > 0 ? sumOf(name, found) : undefined;
    },
    list: async ({ after, limit }) => {
      const { all, newest } = await sums();
      const behind = after ? all.filter(({ key }) => key.name > after.name) : all;
      return { revisions: behind.slice(0, limit), resourceVersion: newest, more: behind.length > limit };
    },
  };
}

async function computeAll(store: Store, at: number): Promise<Revision[]> {
  const byNamespace = Map.groupBy(await membersOf(store, undefined, at), ({ key }) => key.namespace);
  return [...byNamespace].map(([namespace, found]) => sumOf(namespace, found));
}

async function membersOf(store: Store, namespace: string | undefined, at: number | undefined): Promise<Revision[]> {
  const all: Revision[] = [];
  for (let more = true; more; ) {
    const page = await store.list({
      kind: members,
      namespace,
      after: all.at(-1)?.key,
      limit: pageSize,
      at,
      metadataOnly: true,
    });
    all.push(...page.revisions);
    more = page.more;
  }
  return all;
}

function sumOf(namespace: string, found: Revision[]): Revision {
  const digest = countedSeverities.map((_, position) =>
    found.reduce((sum, revision) => sum + (revision.digest?.[position] ?? 0), 0),
  );
  const severities = Object.fromEntries(countedSeverities.map((severity, position) => [severity, digest[position]]));
  const summaryRef = found.map(({ key }) => ({
    namespace: key.namespace,
    kind: workloadConfigurationScanSummary.kind,
    name: key.name,
  }));
  const created = found.map((revision) => parseMetadata(revision).creationTimestamp ?? "").toSorted()[0];
  const metadata = {
    name: namespace,
    uid: stableUid(namespace),
    creationTimestamp: created,
    labels: {},
    annotations: {},
  };
  return {
    key: { kind: computed, namespace: "", name: namespace },
    type: "modified",
    resourceVersion: Math.max(...found.map(({ resourceVersion }) => resourceVersion)),
    metadata: JSON.stringify(metadata),
    body: `"spec":${JSON.stringify({ severities, summaryRef })}`,
    digest,
  };
}

/** The same at every read, different for every name: RFC 9562, section 5.8. */
function stableUid(name: string): string {
  const hash = createHash("sha256").update(`${computed}/${name}`).digest("hex");
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
