import { applicationProfile, containerProfile, networkNeighborhood } from "../kinds/profile.ts";
import { resourceName, type Source } from "../meta/kind.ts";
import type { ApiObject } from "../meta/metadata.ts";
import { parseObject, storedForm } from "../objects/object-text.ts";
import { mergeNeighbors, mergeObserved } from "../profiles/merge.ts";
import { containerTypes, type Place, placeOf } from "../profiles/workload-profiles.ts";
import type { ContainerSpec, Neighbors, Observed } from "../reports/observed.ts";
import { reportOf } from "../reports/reports.ts";
import type { Revision, Store } from "../store/store.ts";

/** Profiles that users write for a workload are called after it. */
const usersPrefix = "ug-";
const prefix = "kubescape.io/";

/**
 * ContainerProfiles as they are read by name: with what users allow the container besides. Lists and watches show what
 * was observed.
 */
export function containerProfiles(store: Store): [string, Source] {
  const kind = resourceName(containerProfile);
  const get: Source["get"] = async (key) => {
    const found = await store.get({ kind, ...key });
    const observed = found && parseObject(found);
    const place = observed && !reportOf(observed.metadata) && placeOf(observed.metadata);
    if (!place) return found;
    const at = { namespace: key.namespace, name: `${usersPrefix}${place.workload}` };
    const application = await store.get({ kind: resourceName(applicationProfile), ...at });
    const network = await store.get({ kind: resourceName(networkNeighborhood), ...at });
    return application || network ? overlaid(found, observed, place, application, network) : found;
  };
  return [kind, { get, list: (range) => store.list({ kind, ...range }) }];
}

function overlaid(
  revision: Revision,
  observed: ApiObject,
  place: Place,
  application: Revision | undefined,
  network: Revision | undefined,
): Revision {
  const spec = observed.spec as ContainerSpec;
  const allowed = application && (containerOf(application, place.container) as Observed | undefined);
  const talking = network && (containerOf(network, place.container) as Neighbors | undefined);
  const { labels, annotations } = observed.metadata;
  const merged: ApiObject = {
    ...observed,
    metadata: {
      ...observed.metadata,
      labels: { ...labels, [`${prefix}profile-kind`]: "merged" },
      annotations: {
        ...annotations,
        ...sourceOf("ug-ap", application),
        ...sourceOf("ug-nn", network),
        [`${prefix}merged-source-observed-rv`]: String(revision.resourceVersion),
      },
    },
    spec: { ...spec, ...(allowed && mergeObserved(spec, allowed)), ...(talking && mergeNeighbors(spec, talking)) },
  };
  return { ...revision, ...storedForm(containerProfile, merged) };
}

function containerOf(revision: Revision, name: string): unknown {
  const spec = parseObject(revision).spec as Record<string, { name?: string }[] | null | undefined>;
  return containerTypes.flatMap((type) => spec[type] ?? []).find((container) => container.name === name);
}

function sourceOf(word: string, revision: Revision | undefined): Record<string, string> {
  if (!revision) return {};
  return {
    [`${prefix}merged-source-${word}`]: revision.key.name,
    [`${prefix}merged-source-${word}-rv`]: String(revision.resourceVersion),
  };
}
