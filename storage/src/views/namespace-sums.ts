import { configurationScanSummary, countedSeverities, workloadConfigurationScanSummary } from "../kinds/posture.ts";
import { ratedSeverities, vulnerabilityManifestSummary, vulnerabilitySummary } from "../kinds/vulnerability.ts";
import { type Kind, resourceName, type Source } from "../meta/kind.ts";
import { parseMetadata } from "../objects/object-text.ts";
import type { Revision, Store } from "../store/store.ts";
import { stableUid } from "./stable-uid.ts";

const pageSize = 1000;

/** What is added up to what. The digest of a member is added up number by number; `bodyOf` says what the sums are. */
type Sum = { members: Kind; kind: Kind; bodyOf: (sums: number[], members: Revision[]) => Record<string, unknown> };

/** Posture of a namespace. */
const configurationSum: Sum = {
  members: workloadConfigurationScanSummary,
  kind: configurationScanSummary,
  bodyOf: (sums, members) => ({
    spec: {
      severities: Object.fromEntries(countedSeverities.map((severity, position) => [severity, sums[position]])),
      summaryRef: members.map(({ key }) => ({
        namespace: key.namespace,
        kind: workloadConfigurationScanSummary.kind,
        name: key.name,
      })),
    },
  }),
};

/** Vulnerabilities of a namespace. */
const vulnerabilitySum: Sum = {
  members: vulnerabilityManifestSummary,
  kind: vulnerabilitySummary,
  bodyOf: (sums, members) => ({
    spec: {
      severities: Object.fromEntries(
        ratedSeverities.map((severity, position) => {
          const relevant = sums[position + ratedSeverities.length];
          return [severity, { all: sums[position], ...(relevant && { relevant }) }];
        }),
      ),
      vulnerabilitiesRef: members.map(({ key }) => ({
        namespace: key.namespace,
        name: key.name,
        kind: vulnerabilityManifestSummary.singular,
      })),
    },
    status: {},
  }),
};

/** Where the sums of namespaces are read from, by name of the kind. */
export function namespaceSums(store: Store): [string, Source][] {
  return [configurationSum, vulnerabilitySum].map((sum) => [resourceName(sum.kind), sumOfNamespaces(store, sum)]);
}

/**
 * For each namespace with a member the sum of them, named like the namespace. Its resourceVersion is that of the member
 * that changed last, so it moves when the sum may have moved.
 */
function sumOfNamespaces(store: Store, sum: Sum): Source {
  let known: { at: number; sums: Promise<Revision[]> } | undefined;

  function sumsAt(at: number): Promise<Revision[]> {
    if (known?.at !== at) known = { at, sums: computeAll(store, sum, at) };
    return known.sums;
  }

  return {
    get: async ({ name }) => {
      const found = await membersOf(store, sum, name, undefined);
      return found.length > 0 ? sumOf(sum, name, found) : undefined;
    },
    list: async ({ after, limit, at }) => {
      const resourceVersion = at ?? (await store.newest());
      const all = await sumsAt(resourceVersion);
      const behind = after ? all.filter(({ key }) => key.name > after.name) : all;
      return { revisions: behind.slice(0, limit), resourceVersion, more: behind.length > limit };
    },
  };
}

async function computeAll(store: Store, sum: Sum, at: number): Promise<Revision[]> {
  const byNamespace = Map.groupBy(await membersOf(store, sum, undefined, at), ({ key }) => key.namespace);
  return [...byNamespace].map(([namespace, found]) => sumOf(sum, namespace, found));
}

async function membersOf(
  store: Store,
  { members }: Sum,
  namespace: string | undefined,
  at: number | undefined,
): Promise<Revision[]> {
  const kind = resourceName(members);
  const all: Revision[] = [];
  for (let more = true; more; ) {
    const after = all.at(-1)?.key;
    const page = await store.list({ kind, namespace, after, limit: pageSize, at, metadataOnly: true });
    all.push(...page.revisions);
    more = page.more;
  }
  return all;
}

function sumOf({ kind, bodyOf }: Sum, namespace: string, found: Revision[]): Revision {
  const length = found[0]?.digest?.length ?? 0;
  const digest = Array.from({ length }, (_, position) =>
    found.reduce((total, revision) => total + (revision.digest?.[position] ?? 0), 0),
  );
  const created = found.map((revision) => parseMetadata(revision).creationTimestamp ?? "").toSorted()[0];
  const metadata = {
    name: namespace,
    uid: stableUid(`${resourceName(kind)}/${namespace}`),
    creationTimestamp: created,
    labels: {},
    annotations: {},
  };
  return {
    key: { kind: resourceName(kind), namespace: "", name: namespace },
    type: "modified",
    resourceVersion: Math.max(...found.map(({ resourceVersion }) => resourceVersion)),
    metadata: JSON.stringify(metadata),
    body: JSON.stringify(bodyOf(digest, found)).slice(1, -1),
    digest,
  };
}
