// What an installation costs between scans, and where the seconds of a scan go: `npm run bench -- cluster [--idle=300]`.
// Runs on a cluster of its own, on the images of this checkout. `--idle`: seconds for the former, 0 to leave it out.
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Cluster } from "../test/cluster/cluster.ts";
import { portForward, postTo } from "../test/e2e/callers.ts";
import { followScan } from "../test/e2e/follow.ts";
import { install, namespace, systemCluster } from "../test/e2e/installation.ts";
import { timingTable } from "../test/e2e/timings.ts";
import { median } from "./median.ts";

const scans = 5;
const workload = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "storage", namespace } };
/** What is scanned, as a command says it. */
const scanned: [what: string, scanV1: object][] = [
  ["the cluster", {}],
  ["one workload", { scanObject: workload }],
];

export async function clusterBench(): Promise<void> {
  const options = { idle: { type: "string", default: "300" } } as const;
  const idleSeconds = Number(parseArgs({ args: process.argv.slice(3), options }).values.idle);
  const cluster = await systemCluster("bench");
  try {
    await install(cluster);
    if (idleSeconds > 0) await idle(cluster, idleSeconds);
    await timeScans(cluster);
  } finally {
    await cluster.stop();
  }
}

async function idle(cluster: Cluster, idleSeconds: number): Promise<void> {
  const before = await podUsage(cluster);
  console.error(`idle for ${idleSeconds} s …`);
  await sleep(idleSeconds * 1000);
  const after = await podUsage(cluster);
  console.log("| between scans | RSS MB | CPU, thousandths of a core |");
  console.log("|---|--:|--:|");
  for (const [pod, { cpuNanoseconds, rssBytes, at }] of after) {
    const start = before.get(pod);
    if (!start) continue;
    const milliCores = (cpuNanoseconds - start.cpuNanoseconds) / 1e6 / ((at - start.at) / 1000);
    console.log(`| ${pod} | ${(rssBytes / 1e6).toFixed(0)} | ${milliCores.toFixed(1)} |`);
  }
}

type Usage = { cpuNanoseconds: number; rssBytes: number; at: number };
type Summary = {
  pods: {
    podRef: { name: string; namespace: string };
    containers: { cpu: { usageCoreNanoSeconds: number; time: string }; memory: { rssBytes: number } }[];
  }[];
};

/** Kubelet's own measurement of the pods of the installation (Kubernetes, "Node metrics data", Summary API). */
async function podUsage(cluster: Cluster): Promise<Map<string, Usage>> {
  const node = await cluster.kubectl(["get", "nodes", "-o=jsonpath={.items[0].metadata.name}"]);
  const text = await cluster.kubectl(["get", "--raw", `/api/v1/nodes/${node}/proxy/stats/summary`]);
  const { pods } = JSON.parse(text) as Summary;
  const ours = pods.filter(({ podRef }) => podRef.namespace === namespace);
  return new Map(
    ours.flatMap(({ podRef, containers: [container] }) =>
      container
        ? [
            [
              podRef.name.split("-")[0] ?? podRef.name,
              {
                cpuNanoseconds: container.cpu.usageCoreNanoSeconds,
                rssBytes: container.memory.rssBytes,
                at: Date.parse(container.cpu.time),
              },
            ],
          ]
        : [],
    ),
  );
}

async function timeScans(cluster: Cluster): Promise<void> {
  const dispatcher = await portForward(cluster);
  try {
    for (const [what, scanV1] of scanned) {
      const traces: Map<string, number>[] = [];
      for (let scan = 0; scan < scans; scan++) traces.push(await timeScan(cluster, dispatcher.url, scanV1));
      const table = timingTable({ times: medianOf(traces) });
      console.log(`\n${what}: from POST to recorded outcome, median of ${scans} scans\n${table}`);
    }
  } finally {
    await dispatcher.close();
  }
}

async function timeScan(cluster: Cluster, url: string, scanV1: object): Promise<Map<string, number>> {
  const trace = await followScan(cluster);
  trace.mark("POST sent");
  await postTo(url, { commands: [{ commandName: "kubescapeScan", args: { scanV1 } }] });
  trace.mark("POST answered");
  await trace.reached("outcome recorded");
  await trace.stop();
  const begin = trace.times.get("POST sent") ?? 0;
  return new Map([...trace.times].map(([step, at]) => [step, at - begin]));
}

function medianOf(traces: Map<string, number>[]): Map<string, number> {
  const steps = [...(traces[0]?.keys() ?? [])];
  return new Map(steps.map((step) => [step, median(traces.flatMap((times) => times.get(step) ?? []))]));
}
