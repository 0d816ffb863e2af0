import { createHash } from "node:crypto";
import { apiVersion, type Kind, type Kinds } from "../../meta/kind.ts";
import { type MediaType, parseAccept } from "../wire/media-type.ts";

/** Answers to discovery, made once. Paths below `/apis`, and `/api` for the core group. */
export type Discovery = {
  /** The plain document of a path: groups, one group, or the resources of a version. */
  plain(path: string): unknown;
  /** All groups in one document. Kubernetes API Concepts, "Aggregated discovery". */
  aggregated(path: string): { body: string; etag: string } | undefined;
};

export const aggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

export function createDiscovery(kinds: Kinds): Discovery {
  const plain = new Map<string, unknown>();
  const groups = [...new Set(kinds.all.map(({ group }) => group))];
  const named = groups.filter((group) => group !== "");
  for (const group of named) plain.set(`/apis/${group}`, apiGroup(kinds.all, group));
  plain.set("/apis", {
    kind: "APIGroupList",
    apiVersion: "v1",
    groups: named.map((group) => plain.get(`/apis/${group}`)),
  });
  plain.set("/api", {
    kind: "APIVersions",
    versions: groups.includes("") ? ["v1"] : [],
    serverAddressByClientCIDRs: [],
  });
  for (const group of groups) {
    const list = resourceList(kinds.all.filter((kind) => kind.group === group));
    plain.set(group === "" ? "/api/v1" : `/apis/${list.groupVersion}`, list);
  }
  const aggregated = new Map([
    ["/apis", document(named.map((group) => groupDiscovery(kinds.all, group)))],
    ["/api", document(groups.includes("") ? [groupDiscovery(kinds.all, "")] : [])],
  ]);
  return { plain: (path) => plain.get(path), aggregated: (path) => aggregated.get(path) };
}

/** Whether the client prefers the aggregated document. Its parameters come in any order. */
export function wantsAggregated(accept: string | null | undefined): boolean {
  const [best] = parseAccept(accept).filter((entry) => isJson(entry));
  const { g, v, as } = best?.parameters ?? {};
  return g === "apidiscovery.k8s.io" && v === "v2" && as === "APIGroupDiscoveryList";
}

function isJson({ type, parameters }: MediaType): boolean {
  if (type !== "application/json" && type !== "*/*") return false;
  return parameters.as === undefined || parameters.v === "v2";
}

function apiGroup(kinds: Kind[], group: string) {
  const versions = [...new Set(kinds.filter((kind) => kind.group === group).map(({ version }) => version))];
  const entries = versions.map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { kind: "APIGroup", apiVersion: "v1", name: group, versions: entries, preferredVersion: entries[0] };
}

function resourceList(kinds: Kind[]) {
  const [first] = kinds;
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: first ? apiVersion(first) : "v1",
    resources: kinds.flatMap((kind) => [
      {
        name: kind.plural,
        singularName: kind.singular,
        namespaced: kind.namespaced,
        kind: kind.kind,
        verbs: kind.verbs,
        ...(kind.shortNames.length > 0 && { shortNames: kind.shortNames }),
        ...(kind.categories.length > 0 && { categories: kind.categories }),
      },
      ...(kind.hasStatus
        ? [
            {
              name: `${kind.plural}/status`,
              singularName: "",
              namespaced: kind.namespaced,
              kind: kind.kind,
              verbs: statusVerbs,
            },
          ]
        : []),
    ]),
  };
}

const statusVerbs = ["get", "patch", "update"];

function groupDiscovery(kinds: Kind[], group: string) {
  const own = kinds.filter((kind) => kind.group === group);
  const versions = [...new Set(own.map(({ version }) => version))];
  return {
    metadata: { name: group, creationTimestamp: null },
    versions: versions.map((version) => ({
      version,
      freshness: "Current",
      resources: own.filter((kind) => kind.version === version).map(resourceDiscovery),
    })),
  };
}

function resourceDiscovery(kind: Kind) {
  const responseKind = { group: kind.group, version: kind.version, kind: kind.kind };
  return {
    resource: kind.plural,
    responseKind,
    scope: kind.namespaced ? "Namespaced" : "Cluster",
    singularResource: kind.singular,
    verbs: kind.verbs,
    ...(kind.shortNames.length > 0 && { shortNames: kind.shortNames }),
    ...(kind.categories.length > 0 && { categories: kind.categories }),
    ...(kind.hasStatus && { subresources: [{ subresource: "status", responseKind, verbs: statusVerbs }] }),
  };
}

function document(items: unknown[]): { body: string; etag: string } {
  const body = JSON.stringify({
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items,
  });
  return { body, etag: `"${createHash("sha256").update(body).digest("hex")}"` };
}
