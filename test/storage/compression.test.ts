import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import { apiRequest } from "./api-request.ts";
import { group, summaryYaml } from "./scans.ts";
import { storageOnCluster } from "./storage-on-cluster.ts";
import type { StorageProcess } from "./storage-process.ts";

const namespace = "compression-test";
const path = `/apis/${group}/v1beta1/namespaces/${namespace}/workloadconfigurationscansummaries`;
/** Together more than storage answers in one piece, and easy to compress. */
const [count, noteBytes] = [40, 8000];

let cluster: Cluster;
let storage: StorageProcess;

beforeAll(async () => {
  ({ cluster, storage } = await storageOnCluster());
  await cluster.kubectl(["create", "namespace", namespace]);
  const annotations = { note: "x".repeat(noteBytes) };
  const objects = Array.from({ length: count }, (_, at) => summaryYaml(namespace, `web-${at}`, 1, { annotations }));
  await cluster.kubectl(["create", "-f", "-"], { input: objects.join("---\n") });
});
afterAll(async () => {
  await cluster.kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--wait=false"]);
  await storage?.remove();
});

/** A list, and what storage has written meanwhile. */
async function list(headers: Record<string, string>) {
  const before = writtenBytes();
  const answer = await apiRequest(cluster, { method: "GET", path, headers });
  return { ...answer, written: writtenBytes() - before };
}

/** To files and sockets, by the process that serves (proc, "io"). */
function writtenBytes(): number {
  return Number(/wchar: (\d+)/.exec(readFileSync(`/proc/${storage.pid()}/io`, "utf8"))?.[1]);
}

it("is not done for the hop from kube-apiserver alone, which asks for it where the client does not", async () => {
  const { code, headers, body, written } = await list({});
  expect([code, headers["content-encoding"], body.items.length]).toEqual([200, undefined, count]);
  expect(written).toBeGreaterThan(count * noteBytes);
});

it("is done for a client that asks", async () => {
  const { code, headers, written } = await list({ "Accept-Encoding": "gzip" });
  expect([code, headers["content-encoding"]]).toEqual([200, "gzip"]);
  expect(written).toBeLessThan((count * noteBytes) / 2);
});
