import { ApiError, ConnectionError, type KubeObject, type Resource, type Selection } from "@sortie/kube";
import type { Batch, Rule } from "@sortie/posture";
import { expect, it } from "vitest";
import { clusterSource } from "./cluster-source.ts";
import type { ApiVersion, ScannedCluster } from "./scanned-cluster.ts";
import type { ServedType } from "./types-to-list.ts";

const forbidden = new ApiError({ code: 403, reason: "Forbidden", message: "secrets is forbidden" });
const busy = new ApiError({ code: 503, reason: "ServiceUnavailable", message: "not now" });
const expired = new ApiError({ code: 410, reason: "Expired", message: "too old" });

it("completes objects with their type and drops what says nothing about them", async () => {
  const { batches } = await collect({ pods: [[pod("a", { managedFields: [{ manager: "kubectl" }] })]] });
  expect(batches.flatMap(({ objects }) => objects)).toEqual([
    { apiVersion: "v1", kind: "Pod", metadata: { name: "a", namespace: "shop", uid: "a" } },
  ]);
});

it("leaves out objects that a workload stands for", async () => {
  const owned = pod("a", { ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "r", uid: "1" }] });
  const { kinds } = await collect({ pods: [[owned, pod("b")]] });
  expect(kinds).toEqual({ "v1/Pod": 1 });
});

it.each([1, 3])("reads a list that expires %i times again and hands each object over once", async (times) => {
  let fails = times;
  const endsEarly = () => (fails-- > 0 ? [[pod("a")], expired] : [[pod("a"), pod("b")]]);
  const { batches } = await collect({ pods: endsEarly });
  expect(batches.flatMap(({ objects }) => objects.map(({ metadata }) => metadata?.name))).toEqual(["a", "b"]);
});

it("asks once more for what was refused, as by an API server that has just begun, and hands each object over once", async () => {
  let fails = 1;
  const begins = () => (fails-- > 0 ? [[pod("a")], forbidden] : [[pod("a"), pod("b")]]);
  const { batches, kinds, unavailable } = await collect({ pods: begins, deployments: [[pod("d")]] });
  const names = batches.flatMap(({ objects }) => objects.map(({ metadata }) => metadata?.name));
  expect(new Set(names)).toEqual(new Set(["a", "b", "d"]));
  expect(names).toHaveLength(3);
  expect([kinds, unavailable]).toEqual([{ "v1/Pod": 2, "apps/v1/Deployment": 1 }, []]);
});

it("goes on without a kind that may not be read, and says why", async () => {
  const { batches, unavailable } = await collect({ pods: [[pod("a")]], deployments: [forbidden] });
  expect(batches).toHaveLength(1);
  expect(unavailable).toMatchObject([
    { type: { kind: "Deployment" }, reason: "cannot list deployments: secrets is forbidden" },
  ]);
});

it("reads the namespaces that it may read, whichever of them come first, and says that it may not read all", async () => {
  const inBoth = [{ namespace: "closed" }, { namespace: "shop" }];
  for (const selections of [inBoth, inBoth.toReversed()]) {
    const asked: (string | undefined)[] = [];
    const pods = (namespace: string | undefined) => {
      asked.push(namespace);
      return namespace === "shop" ? [[pod("a")]] : [forbidden];
    };
    const { kinds, unavailable } = await collect({ pods }, { selections });
    expect(kinds).toEqual({ "v1/Pod": 1 });
    expect(unavailable).toMatchObject([{ type: { kind: "Pod" }, reason: "cannot list pods: secrets is forbidden" }]);
    expect(asked.filter((namespace) => namespace === "shop")).toHaveLength(1);
  }
  const empty = (namespace: string | undefined) => (namespace === "shop" ? [] : [forbidden]);
  expect((await collect({ pods: empty }, { selections: inBoth })).unavailable).toHaveLength(1);
});

it("goes on without an aggregated API that is away", async () => {
  const { unavailable } = await collect({ pods: [[pod("a")]], reports: [busy] });
  expect(unavailable).toMatchObject([{ type: { kind: "Report" }, reason: "cannot list reports: not now" }]);
});

it("goes on without kinds of an API that discovery has nothing of, and names those that are asked for by its name", async () => {
  const unanswered = [
    { group: "example.com", version: "v1" },
    { group: "other.example.com", version: "v1" },
  ];
  expect((await collect({ pods: [[pod("a")]] }, { unanswered })).unavailable).toMatchObject([
    { type: { kind: "Report" }, reason: "example.com/v1 is registered and does not answer" },
  ]);
  // Another version of the group has the kind.
  expect((await collect({ pods: [[pod("a")]], reports: [] }, { unanswered })).unavailable).toEqual([]);
});

it("takes a kind that vanished since discovery for one without objects", async () => {
  const gone = new ApiError({ code: 404, reason: "NotFound", message: "not found" });
  expect((await collect({ pods: [[pod("a")]], deployments: [gone] })).unavailable).toEqual([]);
});

it("does not ask for Secrets unless it may", async () => {
  const { unavailable } = await collect({ pods: [[pod("a")]], secrets: () => expect.unreachable() });
  expect(unavailable).toMatchObject([{ type: { kind: "Secret" }, reason: /global.enableClusterWideSecretAccess/ }]);
  expect((await collect({ secrets: [[pod("s")]] }, { readsSecrets: true })).kinds).toEqual({ "v1/Secret": 1 });
});

it.each<[what: string, lists: Record<string, Pages>, message: RegExp]>([
  ["nothing may be read", { pods: [forbidden] }, /no kind can be read: cannot list pods: secrets is forbidden/],
  [
    "the server is away",
    { pods: [[pod("a")]], deployments: [new ConnectionError("ECONNREFUSED", "connection refused")] },
    /cannot read the cluster: connection refused/,
  ],
  ["it is too busy for a kind of its own", { pods: [busy], deployments: [[]] }, /cannot list pods: not now/],
  [
    "it does not know any more who asks",
    { pods: [[pod("a")]], deployments: [new ApiError({ code: 401, reason: "Unauthorized", message: "who?" })] },
    /cannot read the cluster: who\?/,
  ],
])("fails to be tried again when %s", async (_what, lists, message) => {
  await expect(collect(lists)).rejects.toMatchObject({
    code: "cluster_unreachable",
    retry: true,
    message: expect.stringMatching(message),
  });
});

it("fails to be tried again when discovery has nothing of kinds that the API server itself serves", async () => {
  const collecting = collect({ pods: [[pod("a")]] }, { unanswered: [{ group: "apps", version: "v1" }] });
  await expect(collecting).rejects.toMatchObject({ code: "cluster_unreachable", retry: true });
});

type Pages = (KubeObject[] | Error)[];

const types: ServedType[] = [
  { group: "", version: "v1", kind: "Pod", plural: "pods", namespaced: true, verbs: ["list"] },
  { group: "", version: "v1", kind: "Secret", plural: "secrets", namespaced: true, verbs: ["list"] },
  { group: "apps", version: "v1", kind: "Deployment", plural: "deployments", namespaced: true, verbs: ["list"] },
  { group: "example.com", version: "v1beta1", kind: "Report", plural: "reports", namespaced: true, verbs: ["list"] },
];

/** A cluster that serves the named types, page by page; an error in place of a page ends the list. */
async function collect(
  lists: Record<string, Pages | ((namespace: string | undefined) => Pages)>,
  { readsSecrets = false, selections = [{}] as Selection[], unanswered = [] as ApiVersion[] } = {},
) {
  const batches: Batch[] = [];
  const cluster: ScannedCluster = {
    discover: async () => ({ served: types.filter(({ plural }) => plural in lists), unanswered }),
    async *list({ plural }: Resource, { namespace }: Selection = {}) {
      const pages = lists[plural] ?? [];
      for (const page of typeof pages === "function" ? pages(namespace) : pages) {
        if (page instanceof Error) throw page;
        yield { items: structuredClone(page), resourceVersion: "1" };
      }
    },
  };
  const source = clusterSource({ cluster, readsSecrets, signal: new AbortController().signal });
  const wanted = { selectionsOf: () => selections, includes: () => true };
  const collected = await source.collect([wantsAll], wanted, (batch) => void batches.push(batch));
  return { ...collected, batches };
}

const wantsAll: Rule = {
  name: "r",
  match: [
    { apiGroups: ["*"], apiVersions: ["*"], resources: ["Pod", "Secret"] },
    { apiGroups: ["apps"], apiVersions: ["v1"], resources: ["Deployment"] },
    { apiGroups: ["example.com"], apiVersions: ["*"], resources: ["Report"] },
  ],
  dynamicMatch: [],
  controlInputs: [],
};

function pod(name: string, metadata: object = {}): KubeObject {
  return { metadata: { name, namespace: "shop", uid: name, ...metadata } };
}
