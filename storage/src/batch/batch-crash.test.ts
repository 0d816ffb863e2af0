import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Cluster, connectCluster, type KubeObject, resources } from "@sortie/kube";
import { type BatchedResult, scanBatchResource } from "@sortie/wire";
import { afterEach, expect, it } from "vitest";
import { scannedControl, scansBatch } from "../testing/batches.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";

const program = join(import.meta.dirname, "..", "main.ts");
const folder = temporaryFolder();
const kubeconfig = join(folder, "kubeconfig");
const path = `/apis/spdx.softwarecomposition.kubescape.io/v1beta1/${scanBatchResource}`;
const rounds = 3;
const scansInBatch = 50;

let child: ChildProcess | undefined;

afterEach(async () => {
  if (child) await kill(child);
  rmSync(folder, { recursive: true, force: true });
});

it("has every scan that it acknowledged, none without its summary, after SIGKILL in the middle of batches", async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await using storage = await start();
    const goal = acknowledged.length + scansInBatch * (2 + round);
    const stop = new AbortController();
    const write = async (writer: number) => {
      for (let n = 0; !stop.signal.aborted; n += 1) {
        acknowledged.push(...(await send(storage.cluster, `${round}-${writer}-${n}`, stop.signal)));
        if (acknowledged.length < goal || stop.signal.aborted) continue;
        await kill(storage.process);
        stop.abort();
      }
    };
    await Promise.all([write(0), write(1)]);
  }
  await using storage = await start();
  const scans = await stored(storage.cluster, resources.workloadConfigurationScans);
  const summaries = await stored(storage.cluster, resources.workloadConfigurationScanSummaries);
  expect([...summaries.keys()]).toEqual([...scans.keys()]);
  expect(acknowledged.filter((name) => !scans.has(name))).toEqual([]);
  // A batch is one transaction: all of it is there, or nothing.
  expect(scans.size % scansInBatch).toBe(0);
  for (const [name, { controls }] of scans) expect(Object.keys(controls)).toEqual([`C-${name}`, "C-0041"]);
  for (const [name, { controls }] of summaries) expect(Object.keys(controls)).toEqual([`C-${name}`, "C-0041"]);
}, 120_000);

/** Names of the scans that storage said it has. */
async function send(cluster: Cluster, prefix: string, signal: AbortSignal): Promise<string[]> {
  const names = Array.from({ length: scansInBatch }, (_, n) => `${prefix}-${n}`);
  const own = names.map((name) => scannedControl(`C-${name}`, "passed"));
  const scans = names.map((name, n) => ({ name, verdicts: [n, scansInBatch] }));
  const body = scansBatch([...own, scannedControl("C-0041", "failed")], scans);
  const answer = await cluster
    .request<{ status: { results: BatchedResult[] } }>("POST", path, { body, signal })
    .catch(() => undefined);
  return names.filter((_, index) => answer?.status.results[index]?.outcome === "Created");
}

type Spec = { controls: Record<string, object> };

async function stored(cluster: Cluster, resource: Parameters<Cluster["list"]>[0]): Promise<Map<string, Spec>> {
  const pages = cluster.list<KubeObject & { spec: Spec }>(resource, { query: { resourceVersion: "fullSpec" } });
  const items = (await Array.fromAsync(pages)).flatMap((page) => page.items);
  return new Map(items.map(({ metadata, spec }) => [metadata?.name ?? "", spec]));
}

async function start() {
  rmSync(kubeconfig, { force: true });
  const process = spawn(globalThis.process.execPath, [program], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { STORAGE_MODE: "embedded", DATABASE_FILE: join(folder, "storage.sqlite"), KUBECONFIG_OUT: kubeconfig },
  });
  child = process;
  let log = "";
  while (!log.includes('"service started"')) log += String((await once(process.stdout, "data"))[0]);
  const cluster = await connectCluster({ kubeconfig, userAgent: "crash-test" });
  return { process, cluster, [Symbol.asyncDispose]: () => cluster.close() };
}

async function kill(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const exited = once(process, "exit");
  process.kill("SIGKILL");
  await exited;
}
