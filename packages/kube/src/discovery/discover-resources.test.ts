import { expect, it } from "vitest";
import { ApiError } from "../api-error.ts";
import type { Cluster } from "../cluster.ts";
import { discoverResources } from "./discover-resources.ts";

/** A server that has these documents and no others. */
function serverOf(documents: Record<string, unknown>): Pick<Cluster, "request"> {
  return {
    request: async <T>(_method: string, path: string) => {
      if (path in documents) return documents[path] as T;
      throw new ApiError({ code: 503, reason: "ServiceUnavailable", message: path });
    },
  };
}

const pods = {
  resource: "pods",
  responseKind: { group: "", version: "v1", kind: "Pod" },
  scope: "Namespaced",
  verbs: ["get", "list"],
  subresources: [{ subresource: "log", responseKind: { kind: "Pod" }, verbs: ["get"] }],
};
const expectedPods = {
  group: "",
  version: "v1",
  plural: "pods",
  namespaced: true,
  kind: "Pod",
  verbs: ["get", "list"],
  subresources: ["log"],
  isPreferred: true,
};

it("reads one document for all groups where the server has it", async () => {
  const unavailable: unknown[] = [];
  const cluster = serverOf({
    "/api": {
      kind: "APIGroupDiscoveryList",
      items: [{ metadata: {}, versions: [{ version: "v1", resources: [pods] }] }],
    },
    "/apis": {
      kind: "APIGroupDiscoveryList",
      items: [
        {
          metadata: { name: "example.com" },
          versions: [
            { version: "v2", resources: [{ resource: "things", responseKind: { kind: "Thing" }, scope: "Cluster" }] },
            { version: "v1", freshness: "Stale", resources: [{ resource: "things", scope: "Namespaced" }] },
          ],
        },
      ],
    },
  });
  const found = await discoverResources(cluster, { onUnavailable: (version) => unavailable.push(version) });
  const things = { group: "example.com", plural: "things", verbs: [], subresources: [] };
  expect(found).toEqual([
    expectedPods,
    { ...things, version: "v2", namespaced: false, kind: "Thing", isPreferred: true },
    { ...things, version: "v1", namespaced: true, kind: "", isPreferred: false },
  ]);
  expect(unavailable).toEqual([{ group: "example.com", version: "v1" }]);
});

it("asks for each version where it has not", async () => {
  const unavailable: unknown[] = [];
  const podResources = [
    { name: "pods", namespaced: true, kind: "Pod", verbs: ["get", "list"] },
    { name: "pods/log", namespaced: true, kind: "Pod", verbs: ["get"] },
  ];
  const cluster = serverOf({
    "/api": { kind: "APIVersions", versions: ["v1"] },
    "/api/v1": { resources: podResources },
    "/apis": {
      kind: "APIGroupList",
      groups: [
        { name: "example.com", versions: [{ version: "v1" }, { version: "v2" }], preferredVersion: { version: "v2" } },
        { name: "broken.example", versions: [{ version: "v1" }] },
      ],
    },
    "/apis/example.com/v1": { resources: [] },
    "/apis/example.com/v2": { resources: [{ name: "things", namespaced: false, kind: "Thing", verbs: ["list"] }] },
  });
  const found = await discoverResources(cluster, { onUnavailable: (version) => unavailable.push(version) });
  expect(found[0]).toEqual(expectedPods);
  expect(found[1]).toMatchObject({ group: "example.com", version: "v2", plural: "things", isPreferred: true });
  expect(unavailable).toEqual([{ group: "broken.example", version: "v1" }]);
});
