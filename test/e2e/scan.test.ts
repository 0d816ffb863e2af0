import { JobOutcome, OperatorCommand, WorkloadConfigurationScanSummary } from "@sortie/wire";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { Cluster } from "../cluster/cluster.ts";
import { poll } from "../cluster/run-command.ts";
import { portForward, postFromPod, postTo, scanBody } from "./callers.ts";
import { followScan, type Trace } from "./follow.ts";
import { forgetEarlierTests, install, namespace, systemCluster } from "./installation.ts";
import { shopIn } from "./shop.ts";
import { publishTimings, timingTable } from "./timings.ts";

const jobTtlSeconds = 20;
const shopNamespace = "shop";
let cluster: Cluster;
let dispatcher: Awaited<ReturnType<typeof portForward>>;
const traces: Trace[] = [];

beforeAll(async () => {
  cluster = await systemCluster();
  await cluster.kubectl(["apply", "-f", "-"], { input: JSON.stringify(shopIn(shopNamespace, { privileged: true })) });
  await install(cluster, [`--set=operator.jobTtlSeconds=${jobTtlSeconds}`]);
  await forgetEarlierTests(cluster);
  dispatcher = await portForward(cluster);
});

afterAll(async () => {
  await Promise.all(traces.map((trace) => trace.stop()));
  await dispatcher?.close();
  await cluster?.kubectl(["delete", "namespace", shopNamespace, "--ignore-not-found", "--wait=false"]);
  const [first] = traces;
  if (first) publishTimings("One scan of the test cluster, from POST to recorded outcome", timingTable(first));
});

const get = async (...args: string[]) => JSON.parse(await cluster.kubectl(["get", "-o=json", ...args])) as unknown;
const items = async <T>(schema: z.ZodType<T>, ...args: string[]) =>
  z.object({ items: z.array(schema) }).parse(await get(...args)).items;
const commands = () => items(OperatorCommand, "operatorcommands", "-n", namespace);

const traceId = "0af7651916cd43dd8448eb211c80319c";
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;

/** Posts through the port-forward and waits for the recorded outcome. */
async function scan(): Promise<Trace> {
  const trace = await followScan(cluster);
  traces.push(trace);
  trace.mark("POST sent");
  expect(await postTo(dispatcher.url, scanBody, { traceparent })).toEqual({ status: 200, text: "ok" });
  trace.mark("POST answered");
  await trace.reached("outcome recorded");
  const lines = await storyOf((await jobNames(byAge)).at(-1));
  for (const { msg, time } of lines) if (story.includes(msg)) trace.times.set(`  ${msg}`, Date.parse(time));
  return trace;
}

it("runs nothing but the dispatcher and storage after installing", async () => {
  const pods = await cluster.kubectl(["get", "pods", "-n", namespace, "-o=jsonpath={.items[*].metadata.labels.app}"]);
  expect(pods.split(" ").toSorted()).toEqual(["operator", "storage"]);
});

it("asks a caller without a token for one, and starts nothing", async () => {
  expect(await postFromPod(cluster, "without-token", undefined)).toMatchObject({ status: 401 });
  expect(await commands()).toEqual([]);
});

it("refuses a token whose bearer may not create commands, and starts nothing", async () => {
  await cluster.kubectl(["create", "serviceaccount", "bystander", "-n", namespace]);
  expect(await postFromPod(cluster, "bystander", "bystander")).toMatchObject({ status: 403 });
  expect(await commands()).toEqual([]);
});

it("scans for a pod whose token may create commands", async () => {
  await cluster.kubectl(["create", "serviceaccount", "scheduler", "-n", namespace]);
  const bind = ["--clusterrole=sortie-start-scans", `--serviceaccount=${namespace}:scheduler`, "-n", namespace];
  await cluster.kubectl(["create", "rolebinding", "scheduler-starts-scans", ...bind]);
  const trace = await followScan(cluster);
  expect(await postFromPod(cluster, "scheduler", "scheduler")).toEqual({ status: 200, text: "ok" });
  await trace.reached("outcome recorded");
  await trace.stop();
});

it("scans for whoever arrives through kubectl port-forward", async () => {
  const { times } = await scan();
  expect([...times.keys()]).toEqual(expect.arrayContaining(["job created", "container started", "job finished"]));
});

it("records the outcome in the command", async () => {
  for (const command of await commands()) {
    expect(command.status).toMatchObject({ completed: true });
    const outcome = JobOutcome.parse(JSON.parse(Buffer.from(command.status?.payload ?? "", "base64").toString()));
    expect(outcome).toMatchObject({ status: "succeeded", counts: { controls: expect.any(Number) } });
  }
});

const byAge = "--sort-by=.metadata.creationTimestamp";
const LogLine = z.looseObject({ msg: z.string(), time: z.iso.datetime(), jobId: z.string() });
const story = [
  "job started",
  "controls selected",
  "objects read",
  "rules evaluated",
  "results written",
  "job succeeded",
];

it("tells the story of the scan in a few lines of the Job's log", async () => {
  const lines = await storyOf((await jobNames(byAge))[0]);
  expect(lines.length).toBeLessThanOrEqual(12);
  expect(lines.map(({ msg }) => msg).filter((msg) => story.includes(msg))).toEqual(story);
  expect(new Set(lines.map(({ jobId }) => jobId)).size).toBe(1);
});

it("carries the caller's trace into every line of the Job's log", async () => {
  const lines = await storyOf((await jobNames(byAge)).at(-1));
  expect(new Set(lines.map((line) => line.traceId))).toEqual(new Set([traceId]));
});

it("shows every scanned workload to kubectl, the worst with its failed controls", async () => {
  const table = await cluster.kubectl(["get", "workloadconfigurationscansummaries", "-n", shopNamespace]);
  expect(table).toMatch(/^NAME\s/);
  expect(table).toContain("checkout");
  const summaries = await items(
    WorkloadConfigurationScanSummary,
    "workloadconfigurationscansummaries",
    "-n",
    shopNamespace,
  );
  const checkout = summaries.find(({ metadata }) => metadata.name?.includes("checkout"));
  expect(checkout?.spec.controls?.["C-0057"]?.status.status).toBe("failed");
  expect(checkout?.spec.severities.high).toBeGreaterThan(0);
});

it("loses the results of a ConfigMap together with it, which storage may not see", async () => {
  const name = "kube-root-ca.crt";
  const of = ["-n", shopNamespace, "-o=name", `--field-selector=metadata.name=configmap-${name}`];
  const results = async () =>
    (await cluster.kubectl(["get", "workloadconfigurationscans,workloadconfigurationscansummaries", ...of]))
      .split("\n")
      .filter(Boolean);
  expect(await results()).toHaveLength(2);
  // Kubernetes makes it again at once: by its UID it is another.
  await cluster.kubectl(["delete", "configmap", name, "-n", shopNamespace]);
  await expect.poll(results, { timeout: 60_000 }).toEqual([]);
});

it("answers a scan of an unknown framework with an error in the command that names the framework", async () => {
  const args = { scanV1: { targetType: "Framework", targetNames: ["no-such-framework"] } };
  const trace = await followScan(cluster);
  traces.push(trace);
  await postTo(dispatcher.url, { commands: [{ ...scanBody.commands[0], args }] });
  await trace.reached("outcome recorded");
  const messages = (await commands()).map(({ status }) => status?.error?.message ?? "");
  expect(messages.join()).toContain("no-such-framework");
});

it("shows results to whoever may view a namespace, and to nobody else", async () => {
  const may = async (user: string) => {
    const question = [
      "auth",
      "can-i",
      "list",
      "workloadconfigurationscansummaries.spdx.softwarecomposition.kubescape.io",
    ];
    return cluster.kubectl([...question, "-n", shopNamespace, `--as=${user}`]).catch(() => "no\n");
  };
  await cluster.kubectl(["create", "rolebinding", "viewer", "--clusterrole=view", "--user=jane", "-n", shopNamespace]);
  expect(await may("jane")).toBe("yes\n");
  expect(await may("john")).toBe("no\n");
});

it("deletes finished Jobs after their time to live, until only the dispatcher and storage run", async () => {
  const gone = await poll(jobTtlSeconds + 40, async () => ((await jobNames()).length === 0 ? true : undefined), 500);
  expect(gone).toBe(true);
  const pods = async () => {
    const printed = await cluster.kubectl([
      "get",
      "pods",
      "-n",
      namespace,
      "-o=jsonpath={.items[*].metadata.labels.app}",
    ]);
    return printed.split(" ").toSorted().join() === "operator,storage" ? true : undefined;
  };
  expect(await poll(30, pods)).toBe(true);
});

async function storyOf(job = ""): Promise<z.infer<typeof LogLine>[]> {
  const log = await cluster.kubectl(["logs", `job/${job}`, "-n", namespace]);
  const lines = log.trim().split("\n");
  return lines.map((line) => LogLine.parse(JSON.parse(line)));
}

async function jobNames(...options: string[]): Promise<string[]> {
  const path = "-o=jsonpath={.items[*].metadata.name}";
  const names = await cluster.kubectl(["get", "jobs", "-n", namespace, path, ...options]);
  return names.split(" ").filter(Boolean);
}
