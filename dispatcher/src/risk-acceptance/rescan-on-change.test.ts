import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { connectCluster } from "@sortie/kube";
import { kubeconfigOf } from "@sortie/kube/testing";
import { type Clock, createLogger } from "@sortie/process";
import { afterEach, expect, it } from "vitest";
import type { Command } from "../operator-command/command.ts";
import { rescanOnChange } from "./rescan-on-change.ts";

const namespaced = "/apis/kubescape.io/v1beta1/securityexceptions";
const clusterWide = "/apis/kubescape.io/v1beta1/clustersecurityexceptions";
const atOnce = { settleSeconds: 0, apartSeconds: 0, sweepSeconds: 3600 };

const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

it("scans the whole cluster when an exception appears, changes or goes, and not for what there is", async () => {
  const server = await exceptionServer({ [namespaced]: [exception("old", 1)], [clusterWide]: [] });
  const asked = await start(server.kubeconfig, atOnce);
  await server.watched(namespaced);
  server.tell(namespaced, "MODIFIED", exception("old", 1, { labels: { seen: "true" } }));
  server.tell(namespaced, "ADDED", exception("new", 1));
  expect(await asked.next()).toMatchObject([{ commandName: "kubescapeScan", args: { scanV1: {} } }]);
  server.tell(namespaced, "MODIFIED", exception("new", 2));
  await asked.next();
  server.tell(namespaced, "DELETED", exception("new", 2));
  await asked.next();
  await server.watched(clusterWide);
  server.tell(clusterWide, "ADDED", exception("everywhere", 1));
  await asked.next();
  expect(asked.count()).toBe(4);
});

it("asks again until its command is taken", async () => {
  const server = await exceptionServer({ [namespaced]: [], [clusterWide]: [] });
  const asked = await start(server.kubeconfig, atOnce, ["too-many", "lost"]);
  await server.watched(namespaced);
  server.tell(namespaced, "ADDED", exception("new", 1));
  await asked.next();
  expect(asked.count()).toBe(3);
}, 20_000);

it("scans when an exception has expired", async () => {
  const expiring = { ...exception("short", 1), spec: { expiresAt: "2026-06-01T12:00:00Z" } };
  const server = await exceptionServer({ [namespaced]: [], [clusterWide]: [expiring] });
  let now = new Date("2026-06-01T11:00:00Z");
  const asked = await start(server.kubeconfig, { ...atOnce, sweepSeconds: 0.02 }, [], { now: () => now });
  await server.watched(clusterWide);
  now = new Date("2026-06-01T13:00:00Z");
  await asked.next();
  expect(asked.count()).toBe(1);
});

it("waits for a kind that is not served, says so once, and takes what comes with it for a change", async () => {
  const server = await exceptionServer({ [clusterWide]: [] });
  const asked = await start(server.kubeconfig, atOnce);
  await server.refused(namespaced, 2);
  server.serve(namespaced, [exception("new", 1)]);
  await asked.next();
  const told = asked.log().filter(({ msg }) => msg === "watch of exceptions interrupted");
  expect(told).toMatchObject([{ kind: "securityexceptions" }]);
}, 20_000);

function exception(name: string, generation: number, metadata: object = {}) {
  return { metadata: { name, uid: name, generation, resourceVersion: "1", ...metadata }, spec: {} };
}

/** Runs it against an API server. `failures`: what comes of the first commands. */
async function start(
  kubeconfig: string,
  pace: NonNullable<Parameters<typeof rescanOnChange>[0]["pace"]>,
  failures: ("too-many" | "lost")[] = [],
  clock: Clock = { now: () => new Date() },
) {
  const cluster = await connectCluster({ kubeconfig, userAgent: "test" });
  const stop = new AbortController();
  const taken: Command[][] = [];
  let told = 0;
  let count = 0;
  let arrived = () => {};
  const accept = async (commands: Command[]): ReturnType<Parameters<typeof rescanOnChange>[0]["accept"]> => {
    const failure = failures[count];
    count += 1;
    if (failure === "lost") throw new Error("the API server is away");
    if (failure !== undefined) return { ok: false, reason: failure };
    taken.push(commands);
    arrived();
    return { ok: true };
  };
  const chunks: string[] = [];
  const write = (chunk: Buffer, _encoding: string, done: () => void) => {
    chunks.push(chunk.toString());
    done();
  };
  const log = createLogger("test", "info", new Writable({ write }));
  const running = rescanOnChange({ cluster, accept, clock, log, pace }, stop.signal);
  cleanUp.push(async () => {
    stop.abort();
    await running;
    await cluster.close();
  });
  return {
    /** The next commands that are taken. */
    async next(): Promise<Command[]> {
      while (taken.length <= told) await new Promise<void>((resolve) => (arrived = resolve));
      told += 1;
      return taken[told - 1] ?? [];
    },
    /** How often something was asked for. */
    count: () => count,
    log: () =>
      chunks
        .join("")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { msg: string }),
  };
}

/** An API server that lists objects by path, tells of others to whoever watches, and answers 404 to the rest. */
async function exceptionServer(lists: Record<string, object[]>) {
  const watches = new Map<string, ServerResponse>();
  const refusals = new Map<string, number>();
  let changed = () => {};
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://server");
    const items = lists[pathname];
    if (items === undefined) {
      refusals.set(pathname, (refusals.get(pathname) ?? 0) + 1);
      response.writeHead(404, { "content-type": "text/plain" }).end("404 page not found\n");
    } else if (searchParams.get("watch") === "true") {
      response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
      watches.set(pathname, response);
    } else {
      const list = { kind: "List", metadata: { resourceVersion: "1" }, items };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(list));
    }
    changed();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const dir = mkdtempSync(join(tmpdir(), "sortie-exceptions-"));
  const kubeconfig = join(dir, "kubeconfig");
  writeFileSync(kubeconfig, kubeconfigOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
    rmSync(dir, { recursive: true });
  });
  const until = async (isTrue: () => boolean) => {
    while (!isTrue()) await new Promise<void>((resolve) => (changed = resolve));
  };
  return {
    kubeconfig,
    watched: (path: string) => until(() => watches.has(path)),
    refused: (path: string, times: number) => until(() => (refusals.get(path) ?? 0) >= times),
    serve: (path: string, items: object[]) => (lists[path] = items),
    tell: (path: string, type: string, object: object) =>
      watches.get(path)?.write(`${JSON.stringify({ type, object })}\n`),
  };
}
