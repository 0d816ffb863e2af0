import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { connectCluster, type KubeObject, resources } from "@sortie/kube";
import { afterEach, expect, it } from "vitest";
import { summary } from "./testing/scans.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { readWatch } from "./testing/watch-reader.ts";

const program = join(import.meta.dirname, "main.ts");
const folder = temporaryFolder();
const kubeconfig = join(folder, "kubeconfig");
const rounds = 3;
const writers = 8;

let child: ChildProcess | undefined;

afterEach(async () => {
  if (child) await kill(child);
  rmSync(folder, { recursive: true, force: true });
});

it("has everything it acknowledged after SIGKILL in the middle of writing, whole and in its history", async () => {
  const acknowledged = new Map<string, string>();
  let from = "";
  for (let round = 0; round < rounds; round += 1) {
    child = await start();
    const cluster = await connectCluster({ kubeconfig, userAgent: "crash-test" });
    from ||= (await listed(cluster)).resourceVersion;
    await writeUntil(cluster, acknowledged, `r${round}`, 40 + 30 * round, () => kill(child as ChildProcess));
    await cluster.close();
  }
  child = await start();
  const cluster = await connectCluster({ kubeconfig, userAgent: "crash-test" });
  const { items, resourceVersion } = await listed(cluster);
  const found = new Map(items.map(({ metadata }) => [metadata?.name ?? "", metadata?.resourceVersion ?? ""]));
  for (const [name, version] of acknowledged) expect(found.get(name)).toBe(version);
  expect(items.every(({ spec }) => (spec as { severities: { high: number } }).severities.high === 1)).toBe(true);

  const history = await changesBetween(cluster, from, items.length);
  expect(history.toSorted()).toEqual([...found.keys()].toSorted());
  expect(Math.max(...[...found.values()].map(Number))).toBe(Number(resourceVersion));
  await cluster.close();
}, 120_000);

type Cluster = Awaited<ReturnType<typeof connectCluster>>;

/** Eight clients that each make one object after the other; the process is killed when so many are acknowledged. */
async function writeUntil(
  cluster: Cluster,
  acknowledged: Map<string, string>,
  prefix: string,
  count: number,
  killProcess: () => Promise<void>,
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
        await killProcess();
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

async function changesBetween(cluster: Cluster, from: string, count: number): Promise<string[]> {
  const { users } = JSON.parse(readFileSync(kubeconfig, "utf8")) as { users: { user: { token: string } }[] };
  const path = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/workloadconfigurationscansummaries";
  const response = await fetch(`${cluster.server}${path}?watch=1&resourceVersion=${from}`, {
    headers: { Authorization: `Bearer ${users[0]?.user.token}` },
  });
  const reader = readWatch(response);
  const names: string[] = [];
  while (names.length < count) names.push((await reader.next())?.object.metadata.name);
  await reader.cancel();
  return names;
}

async function start(): Promise<ChildProcess> {
  rmSync(kubeconfig, { force: true });
  const started = spawn(process.execPath, [program], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { STORAGE_MODE: "embedded", DATABASE_FILE: join(folder, "storage.sqlite"), KUBECONFIG_OUT: kubeconfig },
  });
  let log = "";
  while (!log.includes('"service started"')) log += String((await once(started.stdout, "data"))[0]);
  return started;
}

async function kill(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const exited = once(process, "exit");
  process.kill("SIGKILL");
  await exited;
}
