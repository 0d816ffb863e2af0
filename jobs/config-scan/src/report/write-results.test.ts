import { ApiError, ConnectionError, type KubeObject, type Resource } from "@sortie/kube";
import { expect, it } from "vitest";
import type { RegressionWatch } from "../regressions/regression-watch.ts";
import type { Storable } from "./storable.ts";
import { readStored } from "./stored-results.ts";
import { type Storage, writeResults } from "./write-results.ts";

it("writes what is new, both objects of it, and then nothing more", async () => {
  const storage = fakeStorage();
  expect(await write([result("web", "h1"), result("api", "h1")], storage)).toEqual({ written: 2, unchanged: 0 });
  expect(await write([result("web", "h1"), result("api", "h1")], storage)).toEqual({ written: 0, unchanged: 2 });
  expect([...storage.objects.keys()].toSorted()).toEqual([
    "workloadconfigurationscans/shop/api",
    "workloadconfigurationscans/shop/web",
    "workloadconfigurationscansummaries/shop/api",
    "workloadconfigurationscansummaries/shop/web",
  ]);
});

it("replaces what changed and keeps what others noted on it", async () => {
  const storage = fakeStorage();
  await write([result("web", "h1")], storage);
  const stored = storage.objects.get("workloadconfigurationscans/shop/web");
  Object.assign(stored?.metadata?.annotations ?? {}, { "kubescape.io/sync-checksum": "abc" });
  expect(await write([result("web", "h2")], storage)).toEqual({ written: 1, unchanged: 0 });
  expect(storage.objects.get("workloadconfigurationscans/shop/web")?.metadata?.annotations).toEqual({
    "sortie.dev/results-hash": "h2",
    "kubescape.io/sync-checksum": "abc",
  });
  expect(storage.objects.get("workloadconfigurationscansummaries/shop/web")?.spec).toMatchObject({
    severities: { high: 2 },
  });
});

it("writes both objects again when either is missing", async () => {
  const storage = fakeStorage();
  await write([result("web", "h1")], storage);
  storage.objects.delete("workloadconfigurationscans/shop/web");
  expect(await write([result("web", "h1")], storage)).toEqual({ written: 1, unchanged: 0 });
  expect(storage.objects.size).toBe(4 - 2);
});

it("overwrites what an attempt before it wrote after its list", async () => {
  const storage = fakeStorage();
  await write([result("web", "h1")], storage);
  expect(await write([result("web", "h2")], { ...storage, list: async function* () {} })).toEqual({
    written: 1,
    unchanged: 0,
  });
  expect(storage.objects.get("workloadconfigurationscansummaries/shop/web")?.spec).toMatchObject({
    severities: { high: 2 },
  });
});

it.each([
  ["is busy", new ApiError({ code: 503, reason: "ServiceUnavailable", message: "starting" })],
  ["is away", new ConnectionError("ECONNREFUSED", "connection refused")],
])("waits and tries again while storage %s", async (_what, outage) => {
  const storage = fakeStorage();
  const outages = [outage, outage];
  const flaky: FakeStorage = {
    ...storage,
    create: async (resource, object) => {
      const error = outages.pop();
      if (error) throw error;
      return storage.create(resource, object);
    },
  };
  expect(await write([result("web", "h1")], flaky)).toEqual({ written: 1, unchanged: 0 });
});

it("gives up to be started again when storage stays away", async () => {
  const away = async () => Promise.reject(new ConnectionError("ECONNREFUSED", "connection refused"));
  await expect(write([result("web", "h1")], { ...fakeStorage(), create: away })).rejects.toMatchObject({
    code: "storage_unavailable",
    retry: true,
    message: "cannot store results: connection refused",
  });
});

it("does not repeat what storage refuses for what it is", async () => {
  let tries = 0;
  const refuses = async () => {
    tries += 1;
    throw new ApiError({ code: 422, reason: "Invalid", message: "metadata.name is invalid" });
  };
  await expect(write([result("web", "h1")], { ...fakeStorage(), create: refuses })).rejects.toBeInstanceOf(ApiError);
  expect(tries).toBe(1);
});

it("tells what it replaces, with what, before it is gone", async () => {
  const storage = fakeStorage();
  const told: unknown[] = [];
  const replacing: RegressionWatch["replacing"] = async ({ id }, before, after) => {
    const stored = storage.objects.get("workloadconfigurationscansummaries/shop/web");
    told.push([id, (before as KubeObject).spec, after.spec.severities.high, stored?.spec]);
  };
  await write([result("web", "h1")], storage, replacing);
  expect(told).toEqual([]);
  await write([result("web", "h2")], storage, replacing);
  const before = { severities: expect.objectContaining({ high: 1 }), controls: {} };
  expect(told).toEqual([["apps/v1/shop/Deployment/web", before, 2, before]]);
});

it("leaves alone what it does not write, so that a scan of a part erases nothing", async () => {
  const storage = fakeStorage();
  await write([result("web", "h1"), result("api", "h1")], storage);
  const api = structuredClone(storage.objects.get("workloadconfigurationscans/shop/api"));
  await write([result("web", "h2")], storage);
  expect(storage.objects.get("workloadconfigurationscans/shop/api")).toEqual(api);
});

type FakeStorage = Storage & Parameters<typeof readStored>[1]["storage"];

async function write(
  results: Storable[],
  storage: FakeStorage,
  replacing: RegressionWatch["replacing"] = async () => {},
) {
  const deps = { storage, wait: async () => {}, signal: new AbortController().signal, regressions: { replacing } };
  return writeResults(results, await readStored({}, deps), deps);
}

/** Remembers objects and refuses what an API server would refuse. Lists leave out `spec`. */
function fakeStorage() {
  const objects = new Map<string, KubeObject>();
  const key = ({ plural }: Resource, { metadata }: KubeObject) => `${plural}/${metadata?.namespace}/${metadata?.name}`;
  const put = (at: string, object: KubeObject) => void objects.set(at, structuredClone(object));
  const storage: FakeStorage = {
    async *list({ plural }: Resource) {
      const found = [...objects].filter(([at]) => at.startsWith(`${plural}/`));
      yield { items: found.map(([, object]) => ({ ...object, spec: null })), resourceVersion: "1" };
    },
    get: async <T extends KubeObject>(resource: Resource, at: { namespace?: string | undefined; name: string }) =>
      structuredClone(objects.get(`${resource.plural}/${at.namespace}/${at.name}`)) as T | undefined,
    create: async (resource, object) => {
      const at = key(resource, object);
      if (objects.has(at)) return { ok: false, reason: "AlreadyExists" };
      put(at, object);
      return { ok: true, object };
    },
    update: async (resource, object) => {
      if (!objects.has(key(resource, object))) return { ok: false, reason: "NotFound" };
      put(key(resource, object), object);
      return { ok: true, object };
    },
  };
  return { ...storage, objects };
}

function result(name: string, hash: string): Storable {
  const annotations = { "sortie.dev/results-hash": hash };
  const metadata = { name, namespace: "shop", labels: {}, annotations };
  const common = { apiVersion: "spdx.softwarecomposition.kubescape.io/v1beta1", metadata } as const;
  const severities = { critical: 0, high: hash === "h1" ? 1 : 2, medium: 0, low: 0, unknown: 0 };
  const objects = () => ({
    scan: { ...common, kind: "WorkloadConfigurationScan" as const, spec: { controls: {}, relatedObjects: [] } },
    summary: { ...common, kind: "WorkloadConfigurationScanSummary" as const, spec: { severities, controls: {} } },
  });
  const named = { group: "apps", version: "v1", kind: "Deployment", namespace: "shop", name, related: [] };
  return { namespace: "shop", name, hash, resource: { ...named, id: `apps/v1/shop/Deployment/${name}` }, objects };
}
