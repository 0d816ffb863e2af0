import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ApiError,
  connectCluster,
  discoverResources,
  type KubeObject,
  resources,
  reviewAccess,
  reviewToken,
} from "@sortie/kube";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { type ConfigMap, configMap, type OwnNamespace, ownNamespace } from "./own-namespace.ts";

let own: OwnNamespace;
beforeAll(async () => {
  own = await ownNamespace("kube-calls");
});
afterAll(() => own[Symbol.asyncDispose]());

/** A token of a new service account, for the API server or for the audiences that are named. */
async function tokenOf(name: string, audiences?: string[]): Promise<string> {
  const { cluster, namespace } = own;
  await cluster.create(resources.serviceAccounts, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace },
  });
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { audiences } };
  return (await cluster.request<{ status: { token: string } }>("POST", path, { body })).status.token;
}

it("answers with values where a caller branches", async () => {
  const { cluster, namespace } = own;
  const { configMaps } = resources;
  const at = { namespace, name: "branches" };

  expect(await cluster.get(configMaps, at)).toBeUndefined();
  expect(await cluster.delete(configMaps, at)).toBe(false);
  expect(await cluster.patch(configMaps, at, {}, { type: "merge" })).toEqual({ ok: false, reason: "NotFound" });

  const created = await cluster.create(configMaps, configMap(namespace, "branches", { a: "1" }));
  if (!created.ok) expect.unreachable();
  const again = await cluster.create(configMaps, configMap(namespace, "branches"));
  expect(again).toEqual({ ok: false, reason: "AlreadyExists" });
  const updated = await cluster.update(configMaps, { ...created.object, data: { a: "2" } });
  expect(updated).toMatchObject({ ok: true, object: { data: { a: "2" } } });
  expect(await cluster.update(configMaps, { ...created.object, data: { a: "3" } })).toEqual({
    ok: false,
    reason: "Conflict",
  });

  expect(await cluster.delete(configMaps, at, { uid: "of-another" })).toBe(false);
  expect(await cluster.get(configMaps, at)).toMatchObject({ data: { a: "2" } });
  expect(await cluster.delete(configMaps, at, { uid: created.object.metadata.uid ?? "" })).toBe(true);
  expect(await cluster.update(configMaps, created.object)).toEqual({ ok: false, reason: "NotFound" });
});

it("patches in three ways, and a subresource", async () => {
  const { cluster, namespace } = own;
  const job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "patched", namespace, labels: { kept: "yes" } },
    spec: {
      suspend: true,
      template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.invalid/none" }] } },
    },
  };
  await cluster.create(resources.jobs, job);
  const at = { namespace, name: "patched" };
  const merge = { metadata: { labels: { merged: "yes" } } };
  const json = [{ op: "add", path: "/metadata/labels/json", value: "yes" }];
  const strategic = { metadata: { labels: { strategic: "yes" } } };
  await cluster.patch(resources.jobs, at, merge, { type: "merge" });
  await cluster.patch(resources.jobs, at, json, { type: "json" });
  await cluster.patch(resources.jobs, at, strategic, { type: "strategic" });
  const status = { conditions: [{ type: "Noted", status: "True" }] };
  await cluster.patch(resources.jobs, at, { status }, { type: "merge", subresource: "status" });

  expect(await cluster.get(resources.jobs, at)).toMatchObject({
    metadata: { labels: { kept: "yes", merged: "yes", json: "yes", strategic: "yes" } },
    status: { conditions: expect.arrayContaining([expect.objectContaining({ type: "Noted" })]) },
  });
});

it("applies fields, refuses those of another manager and takes them with force", async () => {
  const { cluster, namespace } = own;
  const apply = (data: Record<string, string>, fieldManager: string, force = false) =>
    cluster.apply(resources.configMaps, configMap(namespace, "applied", data), { fieldManager, force });

  await apply({ a: "first" }, "first");
  const err: unknown = await apply({ a: "second" }, "second").catch((thrown: unknown) => thrown);
  expect(err).toBeInstanceOf(ApiError);
  expect(err).toMatchObject({ code: 409, reason: "Conflict", message: expect.stringContaining('"first"') });
  expect((await apply({ a: "second" }, "second", true)).data).toEqual({ a: "second" });
});

it("lists more than one page at one resourceVersion", async () => {
  const { cluster, namespace } = own;
  const selection = { namespace, labelSelector: "paged" };
  const names = Array.from({ length: 501 }, (_, index) => `paged-${index}`);
  const waiting = names.values();
  const create = async () => {
    for (const name of waiting) {
      const object = configMap(namespace, name);
      await cluster.create(resources.configMaps, {
        ...object,
        metadata: { ...object.metadata, labels: { paged: "" } },
      });
    }
  };
  await Promise.all(Array.from({ length: 16 }, create));

  const pages: { names: string[]; resourceVersion: string }[] = [];
  for await (const page of cluster.list<ConfigMap>(resources.configMaps, selection)) {
    pages.push({ names: page.items.map(({ metadata }) => metadata.name), resourceVersion: page.resourceVersion });
    // A change between two pages is none of this list.
    await cluster.delete(resources.configMaps, { namespace, name: "paged-0" });
    await cluster.create(resources.configMaps, configMap(namespace, `after-page-${pages.length}`));
  }
  expect(pages.map((page) => page.names.length)).toEqual([500, 1]);
  expect(pages.flatMap((page) => page.names)).toEqual(names.toSorted());
  expect(new Set(pages.map((page) => page.resourceVersion)).size).toBe(1);
});

it("knows whose token it is, and for whom it is meant", async () => {
  const { cluster, namespace } = own;
  const username = `system:serviceaccount:${namespace}:reviewed`;
  const token = await tokenOf("reviewed");
  expect(await reviewToken(cluster, token, [])).toMatchObject({ username });
  expect(await reviewToken(cluster, token, ["sortie"])).toBeUndefined();
  expect(await reviewToken(cluster, `${token}x`, [])).toBeUndefined();

  const projected = await tokenOf("reviewed", ["sortie"]);
  expect(await reviewToken(cluster, projected, ["sortie"])).toMatchObject({ username });
  expect(await reviewToken(cluster, projected, [])).toBeUndefined();
});

it("knows what a user may do", async () => {
  const { cluster, namespace } = own;
  const create = { verb: "create", group: "batch", resource: "jobs", namespace };
  expect(await reviewAccess(cluster, { username: "admin", groups: ["system:masters"] }, create)).toBe(true);
  expect(await reviewAccess(cluster, { username: "nobody", groups: [] }, create)).toBe(false);
  expect(
    await reviewAccess(
      cluster,
      { username: "anyone", groups: ["system:authenticated"] },
      { verb: "get", path: "/version" },
    ),
  ).toBe(true);
});

it("finds what the server serves", async () => {
  const found = await discoverResources(own.cluster);
  expect(found).toContainEqual(expect.objectContaining({ ...resources.jobs, kind: "Job", isPreferred: true }));
  expect(found.find(({ plural }) => plural === "pods")).toMatchObject({
    ...resources.pods,
    kind: "Pod",
    verbs: expect.arrayContaining(["list", "watch"]),
    subresources: expect.arrayContaining(["log", "status"]),
  });
  expect(found.find(({ plural }) => plural === "nodes")).toMatchObject({ namespaced: false });
});

it("signs in as the user that a credential plugin names", async () => {
  const { machine, namespace } = own;
  const folder = await mkdtemp(join(tmpdir(), "sortie-kube-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const credential = { kind: "ExecCredential", status: { token: await tokenOf("by-plugin") } };
  await writeFile(join(folder, "plugin"), `#!/bin/sh\ncat <<END\n${JSON.stringify(credential)}\nEND\n`);
  await chmod(join(folder, "plugin"), 0o755);
  const config = JSON.parse(await readFile(machine.kubeconfig, "utf8")) as { users: KubeObject[] };
  for (const user of config.users) {
    user.user = { exec: { apiVersion: "client.authentication.k8s.io/v1", command: "./plugin" } };
  }
  await writeFile(join(folder, "config"), JSON.stringify(config));

  const cluster = await connectCluster({ kubeconfig: join(folder, "config"), userAgent: "sortie-test" });
  const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
  const body = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
  expect(await cluster.request("POST", path, { body })).toMatchObject({
    status: { userInfo: { username: `system:serviceaccount:${namespace}:by-plugin` } },
  });
  await cluster.close();
});
