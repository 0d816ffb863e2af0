import { setTimeout as pause } from "node:timers/promises";
import { type Cluster as Api, connectCluster, resources } from "@sortie/kube";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import { group } from "./scans.ts";
import { storageOnCluster } from "./storage-on-cluster.ts";
import type { StorageProcess } from "./storage-process.ts";

const namespace = "ending-namespace-test";
const writers = 4;
/** Enough for the cluster to be in the middle of deleting them. */
const objectsBefore = 400;
/** kube-controller-manager waits longer each time that a group does not answer. */
const deletedWithin = "--timeout=150s";

let cluster: Cluster;
let storage: StorageProcess;
let api: Api;

beforeAll(async () => {
  ({ cluster, storage } = await storageOnCluster());
  api = await connectCluster({ kubeconfig: cluster.kubeconfig, userAgent: "ending-namespace-test" });
});
afterAll(async () => {
  await api?.close();
  await cluster.kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--wait=false"]);
  await storage?.remove();
});

it.each([
  ["while they are written", async () => {}],
  [
    "while they are written and storage is killed and comes back",
    async () => {
      await storage.kill();
      storage.start();
    },
  ],
])("ends with a namespace whose results are deleted %s, and leaves none of them", async (_when, meanwhile) => {
  await cluster.kubectl(["create", "namespace", namespace]);
  const stop = new AbortController();
  let made = 0;
  const writing = Array.from({ length: writers }, async (_, writer) => {
    for (let turn = 0; !stop.signal.aborted; turn += 1) {
      // Refused while the namespace ends, not answered while there is no storage: no reason to ask without a pause.
      const created = await api
        .create(resources.workloadConfigurationScanSummaries, object(`w${writer}-${turn}`))
        .catch(() => undefined);
      if (created?.ok) made += 1;
      else await pause(20);
    }
  });
  await expect.poll(() => made, { timeout: 60_000 }).toBeGreaterThan(objectsBefore);
  await cluster.kubectl(["delete", "namespace", namespace, "--wait=false"]);
  await meanwhile();
  await storage.waitUntilAvailable();
  await cluster.kubectl(["wait", "--for=delete", `namespace/${namespace}`, deletedWithin]);
  stop.abort();
  await Promise.all(writing);
  const left = await cluster.kubectl([
    "get",
    `workloadconfigurationscansummaries.${group}`,
    "-n",
    namespace,
    "-o",
    "name",
  ]);
  expect(left).toBe("");
});

function object(name: string) {
  return {
    apiVersion: `${group}/v1beta1`,
    kind: "WorkloadConfigurationScanSummary",
    metadata: { namespace, name, labels: {}, annotations: {} },
    spec: { severities: { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 }, controls: {} },
  };
}
