import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bringUp, type Cluster } from "./cluster.ts";
import { placeOf } from "./place.ts";
import { shellJob } from "./shell-job.ts";

const names = ["selftest-a", "selftest-b"] as const;
let clusters: Cluster[];

beforeAll(async () => {
  clusters = await Promise.all(names.map((name) => bringUp({ name })));
});

afterAll(async () => {
  await Promise.all(clusters.map((cluster) => cluster.stop()));
});

const first = () => clusters[0] as Cluster;

it("brings up two clusters side by side, each with a Ready node and objects of its own", async () => {
  for (const cluster of clusters) {
    const nodes = await cluster.kubectl(["get", "nodes", "--no-headers"]);
    expect(nodes).toMatch(new RegExp(`^${cluster.name}-node\\s+Ready\\s`));
    await cluster.kubectl(["create", "configmap", `only-${cluster.name}`]);
  }
  expect(await first().kubectl(["get", "configmaps", "-o", "name"])).not.toContain("only-selftest-b");
});

it("changes nothing when it is brought up a second time", async () => {
  const { pids } = placeOf("selftest-a");
  const processesOf = () => readdirSync(pids).map((file) => [file, readFileSync(join(pids, file), "utf8")]);
  const before = processesOf();
  const again = await bringUp({ name: "selftest-a" });
  expect(processesOf()).toEqual(before);
  expect(again.kubeconfig).toBe(first().kubeconfig);
});

it("fails a Job at once, without another attempt, when its pod ends with the exit code the failure policy names", async () => {
  await first().kubectl(["apply", "-f", "-"], { input: JSON.stringify(shellJob("exits-70", "exit 70")) });
  await first().kubectl(["wait", "--for=condition=Failed", "job/exits-70", "--timeout=60s"]);
  const path = '{.status.failed} {.status.conditions[?(@.type=="Failed")].reason}';
  expect(await first().kubectl(["get", "job/exits-70", "-o", `jsonpath=${path}`])).toBe("1 PodFailurePolicy");
});

it("completes a Job and shows what it wrote", async () => {
  await first().kubectl(["apply", "-f", "-"], { input: JSON.stringify(shellJob("exits-0", "echo ending with 0")) });
  await first().kubectl(["wait", "--for=condition=Complete", "job/exits-0", "--timeout=60s"]);
  expect(await first().kubectl(["logs", "job/exits-0"])).toBe("ending with 0\n");
});

it("answers through a Service's address from the node and from a pod", async () => {
  const fromNode = await first().exec("/bin/bash", ["-c", "exec 3<>/dev/tcp/10.96.0.1/443 && echo open"]);
  expect(fromNode).toBe("open\n");
  await first().kubectl(["apply", "-f", "-"], {
    input: JSON.stringify(shellJob("dials", "exec 3<>/dev/tcp/10.96.0.1/443")),
  });
  await first().kubectl(["wait", "--for=condition=Complete", "job/dials", "--timeout=60s"]);
});

it("lets no packet out of the node", async () => {
  await expect(first().exec("/bin/bash", ["-c", "exec 3<>/dev/tcp/192.0.2.1/443"])).rejects.toThrow("No route to host");
});

it("keeps its objects when kube-apiserver and etcd are killed and started again", async () => {
  await first().kubectl(["create", "configmap", "survivor"]);
  await first().kill("kube-apiserver");
  await expect(first().kubectl(["get", "configmap", "survivor"])).rejects.toThrow("refused");
  await first().restart("etcd");
  await first().start("kube-apiserver");
  expect(await first().kubectl(["get", "configmap", "survivor", "-o", "name"])).toBe("configmap/survivor\n");
});
