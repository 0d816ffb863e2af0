import { rmSync } from "node:fs";
import { type Cluster, type KubeObject, resources } from "@sortie/kube";
import { afterAll, expect, it } from "vitest";
import { summary } from "./testing/scans.ts";
import { type StorageProcess, startStorage } from "./testing/storage-process.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { readWatch } from "./testing/watch-reader.ts";

const folder = temporaryFolder();
const rounds = 3;
const writers = 8;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("has everything it acknowledged after SIGKILL in the middle of writing, whole and in its history", async () => {
  const acknowledged = new Map<string, string>();
  let from = "";
  for (let round = 0; round < rounds; round += 1) {
    await using storage = await startStorage(folder);
    from ||= (await listed(storage.cluster)).resourceVersion;
    await writeUntil(storage, acknowledged, `r${round}`, 40 + 30 * round);
  }
  await using storage = await startStorage(folder);
  const { items, resourceVersion } = await listed(storage.cluster);
  const found = new Map(items.map(({ metadata }) => [metadata?.name ?? "", metadata?.resourceVersion ?? ""]));
  for (const [name, version] of acknowledged) expect(found.get(name)).toBe(version);
  expect(items.every(({ spec }) => (spec as { severities: { high: number } }).severities.high === 1)).toBe(true);

  const history = await changesBetween(storage, from, items.length);
  expect(history.toSorted()).toEqual([...found.keys()].toSorted());
  expect(Math.max(...[...found.values()].map(Number))).toBe(Number(resourceVersion));
}, 120_000);

/** Eight clients that each make one object after the other; the process is killed when so many are acknowledged. */
async function writeUntil(
  { cluster, kill }: StorageProcess,
  acknowledged: Map<string, string>,
  prefix: string,
  count: number,
): Promise<void> {
  const goal = acknowledged.size + count;
  const stop = new AbortController();
  const write = async (writer: number) => {
    for (let i = 0; !stop.signal.aborted; i += 1) {
      const name = `${prefix}-${writer}-${i}`;
      const object: KubeObject = summary(name, 1, { namespace: "shop" });
      const created = await cluster
        .create(resources.workloadConfigurationScanSummaries, object, { signal: stop.signal })
        .catch(() => undefined);
      if (created?.ok) acknowledged.set(name, created.object.metadata?.resourceVersion ?? "");
      if (acknowledged.size >= goal && !stop.signal.aborted) {
        await kill();
        stop.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
}

async function listed(cluster: Cluster) {
  const pages = await Array.fromAsync(cluster.list(resources.workloadConfigurationScanSummaries));
  return { items: pages.flatMap(({ items }) => items), resourceVersion: pages[0]?.resourceVersion ?? "" };
}

async function changesBetween({ cluster, token }: StorageProcess, from: string, count: number): Promise<string[]> {
  const path = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/workloadconfigurationscansummaries";
  const response = await fetch(`${cluster.server}${path}?watch=1&resourceVersion=${from}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const reader = readWatch(response);
  const names: string[] = [];
  while (names.length < count) names.push((await reader.next())?.object.metadata.name);
  await reader.cancel();
  return names;
}
