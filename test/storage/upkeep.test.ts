import { afterAll, beforeAll, expect, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import { summaries, summaryYaml } from "./scans.ts";
import { storageOnCluster } from "./storage-on-cluster.ts";
import type { StorageProcess } from "./storage-process.ts";

const namespace = "upkeep-test";

let cluster: Cluster;
let storage: StorageProcess;

beforeAll(async () => {
  ({ cluster, storage } = await storageOnCluster({ RETENTION_INTERVAL_SECONDS: "1", RETENTION_WORKLOAD_SECONDS: "1" }));
  await cluster.kubectl(["create", "namespace", namespace]);
});
afterAll(async () => {
  await cluster.kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--wait=false"]);
  await storage?.remove();
});

it("deletes the results of a workload that is gone, and no others", async () => {
  const image = ["--image=localhost/none", "--replicas=0"];
  await cluster.kubectl(["-n", namespace, "create", "deployment", "web", ...image]);
  for (const [name, about] of [
    ["web", "deployment-web"],
    ["ghost", "deployment-ghost"],
    // Storage has no right to list ConfigMaps here, so it cannot know that there is none.
    ["unseen", "configmap-none"],
  ] as const) {
    const annotations = { "kubescape.io/wlid": `wlid://cluster-c/namespace-${namespace}/${about}` };
    await apply(summaryYaml(namespace, name, 1, { labels: {}, annotations }));
  }
  await expect.poll(names, { timeout: 60_000 }).toEqual(["unseen", "web"]);
  await cluster.kubectl(["-n", namespace, "delete", "deployment", "web"]);
  await expect.poll(names, { timeout: 60_000 }).toEqual(["unseen"]);
  expect(storage.log()).toContain('"unlisted":["configmaps"]');
});

it("takes no results for a namespace that is missing or being deleted", async () => {
  await expect(apply(summaryYaml("upkeep-none", "web", 1))).rejects.toMatchObject({
    output: expect.stringContaining('namespaces "upkeep-none" not found'),
  });
  const ending = "upkeep-ending";
  await cluster.kubectl(["create", "namespace", ending]);
  // One that was made a moment ago is known at once.
  await apply(summaryYaml(ending, "held", 1, { finalizers: ["example.com/held"] }));
  await cluster.kubectl(["delete", "namespace", ending, "--wait=false"]);
  await expect
    .poll(() => failureOf(apply(summaryYaml(ending, "late", 1))), { timeout: 30_000 })
    .toContain(`unable to create new content in namespace ${ending} because it is being terminated`);
  const release = ["--type=json", "-p", '[{"op":"remove","path":"/metadata/finalizers"}]'];
  await cluster.kubectl(["-n", ending, "patch", summaries, "held", ...release]);
  await cluster.kubectl(["wait", "--for=delete", `namespace/${ending}`, "--timeout=60s"]);
});

function apply(yaml: string): Promise<string> {
  return cluster.kubectl(["apply", "-f", "-"], { input: yaml });
}

async function failureOf(promise: Promise<string>): Promise<string> {
  return promise.catch((error: { output: string }) => error.output);
}

async function names(): Promise<string[]> {
  const listed = await cluster.kubectl(["-n", namespace, "get", summaries, "-o", "jsonpath={.items[*].metadata.name}"]);
  return listed.split(" ").filter(Boolean);
}
