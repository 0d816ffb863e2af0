import { rmSync } from "node:fs";
import { type Cluster, type KubeObject, resources } from "@sortie/kube";
import { type BatchedResult, scanBatchResource } from "@sortie/wire";
import { afterAll, expect, it } from "vitest";
import { scannedControl, scansBatch } from "../testing/batches.ts";
import { startStorage } from "../testing/storage-process.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";

const folder = temporaryFolder();
const path = `/apis/spdx.softwarecomposition.kubescape.io/v1beta1/${scanBatchResource}`;
const rounds = 3;
const scansInBatch = 50;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("has every scan that it acknowledged, none without its summary, after SIGKILL in the middle of batches", async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await using storage = await startStorage(folder);
    const goal = acknowledged.length + scansInBatch * (2 + round);
    const stop = new AbortController();
    const write = async (writer: number) => {
      for (let n = 0; !stop.signal.aborted; n += 1) {
        acknowledged.push(...(await send(storage.cluster, `${round}-${writer}-${n}`, stop.signal)));
        if (acknowledged.length < goal || stop.signal.aborted) continue;
        await storage.kill();
        stop.abort();
      }
    };
    await Promise.all([write(0), write(1)]);
  }
  await using storage = await startStorage(folder);
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
