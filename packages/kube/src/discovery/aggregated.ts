import type { Discovered, ServedResource } from "./served-resource.ts";

/** Kubernetes, "Aggregated discovery": one document for all groups. Servers without it answer with a plain list. */
export const aggregatedDiscovery =
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList," +
  "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

type AggregatedResource = {
  resource: string;
  /** Absent for a path that only has subresources. */
  responseKind?: { kind: string } | null;
  scope: string;
  verbs?: string[] | null;
  subresources?: { subresource: string }[] | null;
};

export type AggregatedGroups = {
  kind: "APIGroupDiscoveryList";
  items?: {
    metadata?: { name?: string };
    /** The preferred one is first. */
    versions?: { version: string; freshness?: string; resources?: AggregatedResource[] | null }[] | null;
  }[];
};

/** What an aggregated document says. A `Stale` version is one whose server did not answer of late. */
export function fromAggregated({ items = [] }: AggregatedGroups): Discovered {
  const found: Discovered = { resources: [], unavailable: [] };
  for (const { metadata, versions } of items) {
    const group = metadata?.name ?? "";
    for (const [index, { version, freshness, resources }] of (versions ?? []).entries()) {
      if (freshness === "Stale") found.unavailable.push({ group, version });
      for (const resource of resources ?? []) {
        found.resources.push({ group, version, isPreferred: index === 0, ...servedResource(resource) });
      }
    }
  }
  return found;
}

function servedResource({ resource, responseKind, scope, verbs, subresources }: AggregatedResource) {
  return {
    plural: resource,
    namespaced: scope === "Namespaced",
    kind: responseKind?.kind ?? "",
    verbs: verbs ?? [],
    subresources: (subresources ?? []).map(({ subresource }) => subresource),
  } satisfies Omit<ServedResource, "group" | "version" | "isPreferred">;
}
