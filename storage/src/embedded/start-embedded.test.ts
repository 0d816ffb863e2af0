import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { connectCluster, type KubeObject, resources } from "@sortie/kube";
import { createLogger, type Running, systemClock } from "@sortie/process";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Config } from "../config.ts";
import { importDatabase } from "../maintenance/import-database.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { writerProgram } from "../testing/test-server.ts";
import { startEmbedded } from "./start-embedded.ts";

let folder: string;
let running: Running;
let stop: AbortController;
let cluster: Awaited<ReturnType<typeof connectCluster>>;

beforeEach(async () => {
  folder = temporaryFolder();
  await start();
});
afterEach(async () => {
  await end();
  rmSync(folder, { recursive: true });
});

/** On what is in the folder. */
async function start(): Promise<void> {
  stop = new AbortController();
  const kubeconfig = join(folder, "kubeconfig");
  const config = Config.parse({
    STORAGE_MODE: "embedded",
    DATABASE_FILE: join(folder, "storage.sqlite"),
    KUBECONFIG_OUT: kubeconfig,
  });
  const service = { config, log: createLogger("storage", "silent"), clock: systemClock, signal: stop.signal };
  running = await startEmbedded(service, writerProgram);
  cluster = await connectCluster({ kubeconfig, userAgent: "embedded-test" });
}

async function end(): Promise<void> {
  stop.abort();
  await running.stop();
  await cluster.close();
}

const at = { namespace: "kubescape", name: "scan" };

function job(ownerUid: string) {
  const ownerReferences = [{ apiVersion: "kubescape.io/v1alpha1", kind: "OperatorCommand", name: "c", uid: ownerUid }];
  return { apiVersion: "batch/v1", kind: "Job", metadata: { ...at, ownerReferences }, spec: { suspend: true } };
}

async function makeCommand() {
  const command = {
    apiVersion: "kubescape.io/v1alpha1",
    kind: "OperatorCommand",
    metadata: { namespace: "kubescape", name: "c" },
  };
  const made = await cluster.create(resources.operatorCommands, command);
  return made.ok ? (made.object.metadata as { uid?: string }) : {};
}

it("is found by a kubeconfig that only its owner can read, and listens on loopback only", () => {
  const file = join(folder, "kubeconfig");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { clusters } = JSON.parse(readFileSync(file, "utf8")) as { clusters: { cluster: { server: string } }[] };
  expect(clusters[0]?.cluster.server).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

it("takes an import up at its next start", async () => {
  const command = { namespace: "kubescape", name: "c" };
  const database = join(folder, "storage.sqlite");
  await makeCommand();
  expect(await importDatabase(database, database)).toEqual([]);
  await cluster.delete(resources.operatorCommands, command);
  expect(await cluster.get(resources.operatorCommands, command)).toBeUndefined();
  await end();
  await start();
  expect(await cluster.get(resources.operatorCommands, command)).toBeDefined();
});

it("keeps an idle connection longer than clients written in Go do", async () => {
  const { headers } = await fetch(`${cluster.server}/livez`);
  const [, seconds] = /timeout=(\d+)/.exec(headers.get("keep-alive") ?? "") ?? [];
  expect(Number(seconds)).toBeGreaterThan(90);
});

it("knows nobody without the token", async () => {
  expect((await fetch(`${cluster.server}/api/v1/secrets`)).status).toBe(401);
  const headers = { Authorization: "Bearer wrong" };
  expect((await fetch(`${cluster.server}/api/v1/secrets`, { headers })).status).toBe(401);
});

it("keeps Jobs as they are written, with a status apart", async () => {
  await cluster.apply(resources.jobs, job("u"), { fieldManager: "dispatcher" });
  const status = { conditions: [{ type: "Complete", status: "True" }] };
  await cluster.patch(resources.jobs, at, { status }, { type: "merge", subresource: "status" });
  expect(await cluster.get(resources.jobs, at)).toMatchObject({ spec: { suspend: true }, status });
});

it("deletes without options too, as curl asks for it", async () => {
  await makeCommand();
  const path = "/apis/kubescape.io/v1alpha1/namespaces/kubescape/operatorcommands/c";
  expect(await cluster.request("DELETE", path)).toMatchObject({ status: "Success" });
});

it("deletes what an owner owned when the owner is deleted, and what that owned", async () => {
  const { uid = "" } = await makeCommand();
  const made = await cluster.apply<KubeObject>(resources.jobs, job(uid), { fieldManager: "dispatcher" });
  const owner = {
    apiVersion: "batch/v1",
    kind: "Job",
    name: "scan",
    uid: made.metadata?.uid ?? "",
  };
  await cluster.create(resources.pods, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace: "kubescape", name: "pod", ownerReferences: [owner] },
  });
  await cluster.create(resources.secrets, {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { namespace: "kubescape", name: "free" },
  });
  await cluster.delete(
    resources.operatorCommands,
    { namespace: "kubescape", name: "c" },
    { propagationPolicy: "Foreground" },
  );
  await expect.poll(() => cluster.get(resources.pods, { namespace: "kubescape", name: "pod" })).toBeUndefined();
  expect(await cluster.get(resources.jobs, at)).toBeUndefined();
  expect(await cluster.get(resources.secrets, { namespace: "kubescape", name: "free" })).toBeDefined();
});

it("tells a watch of every state of a command", async () => {
  const watching = new AbortController();
  const seen: string[] = [];
  const watch = (async () => {
    for await (const event of cluster.watch(resources.operatorCommands, {
      namespace: "kubescape",
      signal: watching.signal,
    })) {
      seen.push(event.type);
      if (event.type === "deleted") watching.abort();
    }
  })();
  await expect.poll(() => seen).toEqual(["relisted"]);
  await makeCommand();
  const command = { namespace: "kubescape", name: "c" };
  await cluster.patch(
    resources.operatorCommands,
    command,
    { status: { completed: true } },
    { type: "merge", subresource: "status" },
  );
  await cluster.delete(resources.operatorCommands, command);
  await watch;
  expect(seen).toEqual(["relisted", "added", "modified", "deleted"]);
});
