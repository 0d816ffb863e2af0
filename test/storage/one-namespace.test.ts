// What a user of one namespace reaches through paths that are no plain names.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import { apiRequest } from "./api-request.ts";
import { group } from "./scans.ts";
import { storageOnCluster } from "./storage-on-cluster.ts";
import type { StorageProcess } from "./storage-process.ts";

const own = "one-namespace-own";
const other = "one-namespace-other";
const user = "one-namespace-user";
const plural = "workloadconfigurationscansummaries";
const root = `/apis/${group}/v1beta1/namespaces`;

let cluster: Cluster;
let storage: StorageProcess;

beforeAll(async () => {
  ({ cluster, storage } = await storageOnCluster());
  for (const namespace of [own, other]) {
    await cluster.kubectl(["create", "namespace", namespace]);
    await send("POST", `${root}/${namespace}/${plural}`, { metadata: { name: `in-${namespace}` } });
  }
  await cluster.kubectl(["-n", own, "create", "role", "all", "--verb=*", `--resource=*.${group}`]);
  await cluster.kubectl(["-n", own, "create", "rolebinding", "all", "--role=all", `--user=${user}`]);
});
afterAll(async () => {
  await cluster.kubectl(["delete", "namespace", own, other, "--ignore-not-found", "--wait=false"]);
  await storage?.remove();
});

function send(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const type = { "Content-Type": "application/json" };
  return apiRequest(cluster, {
    method,
    path,
    headers: { ...type, ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
}

it("reaches what is in its own namespace, and nothing by the name of another", async () => {
  const code = async (namespace: string) =>
    (await send("GET", `${root}/${namespace}/${plural}/in-${namespace}`, undefined, { "Impersonate-User": user })).code;
  await expect.poll(() => code(own)).toBe(200);
  expect(await code(other)).toBe(403);
});

it.each([
  `${own}/x/../../${other}/${plural}`,
  `${own}/x/%2e%2e/%2E%2E/${other}/${plural}`,
  `${own}/x/..%2f..%2f${other}/${plural}`,
  `${own}/${plural}/x/../../../${other}/${plural}/in-${other}`,
  `${own}/./../${other}/${plural}`,
  `${own}%2f..%2f${other}/${plural}`,
  `${own}/../../${plural}`,
  `${own}//../${other}/${plural}`,
  `${own}/x/..\\..\\${other}/${plural}`,
])("reaches nothing of another namespace through %s", async (path) => {
  for (const method of ["GET", "DELETE"]) {
    const { code, body } = await send(method, `${root}/${path}`, undefined, { "Impersonate-User": user });
    expect(code).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(body)).not.toContain("resourceVersion");
  }
  const left = await send("GET", `${root}/${other}/${plural}/in-${other}`);
  expect(left.code).toBe(200);
});
