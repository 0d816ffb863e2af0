import { afterAll, beforeAll, expect, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import { judge } from "./clientset.ts";
import { storageOnCluster } from "./storage-on-cluster.ts";
import type { StorageProcess } from "./storage-process.ts";

const namespace = "clientset-test";

let cluster: Cluster;
let storage: StorageProcess;

beforeAll(async () => {
  ({ cluster, storage } = await storageOnCluster());
  await cluster.kubectl(["create", "namespace", namespace]);
});
afterAll(async () => {
  await cluster?.kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--wait=false"]);
  await storage?.remove();
});

it("serves the public Go clientset in protobuf: every verb of every kind that it knows", async () => {
  expect(await judge("exercise", cluster.kubeconfig, namespace)).toEqual([]);
});

it("takes what Kubescape's components do with several requests in a row", async () => {
  expect(await judge("flows", cluster.kubeconfig, namespace)).toEqual([]);
});

it.each([
  ["that list and then watch", { KUBE_FEATURE_WatchListClient: "false" }],
  // client-go compares what it was told with a list, and ends the program where they differ.
  [
    "that are told what there is by a watch",
    { KUBE_FEATURE_WatchListClient: "true", KUBE_WATCHLIST_INCONSISTENCY_DETECTOR: "true" },
  ],
])("keeps client-go's dynamic and metadata informers of every kind in step, %s", async (_how, env) => {
  expect(await judge("informers", cluster.kubeconfig, namespace, { env })).toEqual([]);
});

it("gives back random objects of every kind as they were written, in every encoding, list and watch", async () => {
  const [seed, each] = ["1", "6"];
  expect(await judge("fuzz", cluster.kubeconfig, namespace, { further: [seed, each] })).toEqual([]);
});

it("describes in OpenAPI 2 and 3, as strict parsers read it, what its objects are", async () => {
  expect(await judge("schemas", cluster.kubeconfig, namespace)).toEqual([]);
});
