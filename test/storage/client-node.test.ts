import {
  CustomObjectsApi,
  KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  makeInformer,
} from "@kubernetes/client-node";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import { group, summaries, summaryYaml } from "./scans.ts";
import { storageOnCluster } from "./storage-on-cluster.ts";
import type { StorageProcess } from "./storage-process.ts";

const namespace = "client-node-test";
const plural = "workloadconfigurationscansummaries";
const path = `/apis/${group}/v1beta1/namespaces/${namespace}/${plural}`;
const patience = { timeout: 90_000 };
/** As the examples of client-node wait before they begin again. */
const againMs = 500;

let cluster: Cluster;
let storage: StorageProcess;

beforeAll(async () => {
  ({ cluster, storage } = await storageOnCluster());
  await cluster.kubectl(["create", "namespace", namespace]);
});
afterAll(async () => {
  await cluster.kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--wait=false"]);
  await storage?.remove();
});

it("keeps the informer of the JavaScript client in step, also when storage is restarted meanwhile", async () => {
  const config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfig);
  const api = config.makeApiClient(CustomObjectsApi);
  const list = async () =>
    (await api.listNamespacedCustomObject({
      group,
      version: "v1beta1",
      namespace,
      plural,
    })) as KubernetesListObject<KubernetesObject>;
  const informer = makeInformer(config, path, list);
  const told: string[] = [];
  for (const what of ["add", "update", "delete"] as const) {
    informer.on(what, ({ metadata }) => told.push(`${what} ${metadata?.name}`));
  }
  informer.on("error", () => setTimeout(() => void informer.start(), againMs));

  await apply("a", 1);
  await apply("b", 1);
  await informer.start();
  await expect.poll(() => told, patience).toEqual(["add a", "add b"]);
  await apply("a", 2);
  await cluster.kubectl(["-n", namespace, "delete", summaries, "b"]);
  await expect.poll(() => told.slice(2), patience).toEqual(["update a", "delete b"]);

  await storage.kill("SIGTERM");
  storage.start();
  await storage.waitUntilAvailable();
  await expect.poll(() => apply("c", 1).then(() => "made", String), patience).toBe("made");
  await expect.poll(() => told.slice(4), patience).toEqual(["add c"]);
  expect(informer.list().map(({ metadata }) => String(metadata?.name))).toEqual(expect.arrayContaining(["a", "c"]));
  expect(informer.list()).toHaveLength(2);
  await informer.stop();
});

function apply(name: string, high: number): Promise<string> {
  return cluster.kubectl(["apply", "-f", "-"], { input: summaryYaml(namespace, name, high) });
}
