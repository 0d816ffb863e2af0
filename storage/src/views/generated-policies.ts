import {
  type KnownServerEntry,
  type NeighborhoodSpec,
  policyOf,
  type Servers,
  serversOf,
} from "../kinds/policy-of-neighborhood.ts";
import { generatedNetworkPolicy, knownServer, networkNeighborhood } from "../kinds/profile.ts";
import { resourceName, type Source } from "../meta/kind.ts";
import { parseMetadata, parseObject } from "../objects/object-text.ts";
import type { Revision, Store } from "../store/store.ts";
import { stableUid } from "./stable-uid.ts";

const kind = resourceName(generatedNetworkPolicy);
const neighborhoods = resourceName(networkNeighborhood);
const servers = resourceName(knownServer);
const pageSize = 500;

/** One for each NetworkNeighborhood that is far enough, under its name: docs/reference/storage-api.md. */
export const generatedPolicies = { kind: generatedNetworkPolicy, source };

function source(store: Store): Source {
  return {
    get: async (key) => {
      const found = await store.get({ kind: neighborhoods, ...key });
      if (!found || !isAvailable(found)) return undefined;
      return shown(found, await knownServers(store));
    },
    list: async (range) => {
      const known = range.metadataOnly ? { servers: () => [], resourceVersion: 0 } : await knownServers(store);
      let after = range.after;
      for (;;) {
        const listed = await store.list({ kind: neighborhoods, ...range, after });
        const revisions = listed.revisions.filter(isAvailable).map((revision) => shown(revision, known));
        // The caller goes on behind the last object it is given, so a page has one unless there are no more.
        if (revisions.length > 0 || !listed.more) return { ...listed, revisions };
        after = listed.revisions.at(-1)?.key;
      }
    },
  };
}

/** Whether enough is known to allow what was seen and nothing else. Users' own are complete as they are. */
function isAvailable(revision: Revision): boolean {
  const { annotations = {} } = parseMetadata(revision);
  const status = annotations["kubescape.io/status"] ?? "";
  return ["ready", "completed"].includes(status) || annotations["kubescape.io/managed-by"] === "User";
}

type KnownServers = { servers: Servers; resourceVersion: number };

async function knownServers(store: Store): Promise<KnownServers> {
  const found: Revision[] = [];
  for (let more = true; more; ) {
    const page = await store.list({ kind: servers, after: found.at(-1)?.key, limit: pageSize });
    found.push(...page.revisions);
    more = page.more;
  }
  const entries = found.flatMap((revision) => (parseObject(revision).spec ?? []) as KnownServerEntry[]);
  const resourceVersion = found.reduce((newest, revision) => Math.max(newest, revision.resourceVersion), 0);
  return { servers: serversOf(entries), resourceVersion };
}

function shown(revision: Revision, known: KnownServers): Revision {
  const { name = "", namespace = "", uid, creationTimestamp, labels: all = {} } = parseMetadata(revision);
  const { "kubescape.io/instance-template-hash": _hash, ...labels } = all;
  const metadata = { name, namespace, uid: stableUid(`${kind}/${uid}`), creationTimestamp, labels, annotations: {} };
  const spec = revision.body === "" ? undefined : (parseObject(revision).spec as NeighborhoodSpec);
  const body = spec && JSON.stringify(policyOf({ name, namespace, labels, spec }, known.servers)).slice(1, -1);
  return {
    ...revision,
    key: { kind, namespace, name },
    resourceVersion: Math.max(revision.resourceVersion, known.resourceVersion),
    metadata: JSON.stringify(metadata),
    body: body ?? "",
  };
}
