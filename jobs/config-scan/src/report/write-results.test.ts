import { ApiError, type Cluster, ConnectionError, type KubeObject, metadataOnlyList, resources } from "@sortie/kube";
import { type PostureStatus, resultsApiVersion, WorkloadConfigurationScanBatch } from "@sortie/wire";
import { expect, it } from "vitest";
import type { RegressionWatch } from "../regressions/regression-watch.ts";
import type { Storable } from "./storable.ts";
import { readStored } from "./stored-results.ts";
import { writeResults } from "./write-results.ts";

it("writes what is new, and then nothing more", async () => {
  const storage = fakeStorage();
  expect(await write([result("web", "h1"), result("api", "h1")], storage)).toMatchObject({ written: 2, unchanged: 0 });
  expect(await write([result("web", "h1"), result("api", "h1")], storage)).toMatchObject({ written: 0, unchanged: 2 });
  expect([...storage.objects.keys()]).toEqual(["shop/web", "shop/api"]);
  expect(storage.batches).toHaveLength(1);
});

it("says each verdict of a batch once, for all results that consist of it", async () => {
  const storage = fakeStorage();
  const shared = verdict("passed");
  const own = verdict("failed");
  await write([result("web", "h1", [shared, own]), result("api", "h1", [shared])], storage);
  expect(WorkloadConfigurationScanBatch.parse(storage.batches[0])).toMatchObject({
    spec: {
      verdicts: [shared, own],
      scans: [
        {
          metadata: { name: "web", namespace: "shop", annotations: { "sortie.dev/results-hash": "h1" } },
          verdicts: [0, 1],
          relatedObjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" }],
        },
        { metadata: { name: "api" }, verdicts: [0] },
      ],
    },
  });
});

it("puts neither too many results nor too much text into one batch", async () => {
  const many = fakeStorage();
  await write(
    Array.from({ length: 300 }, (_, n) => result(`many-${n}`, "h", [verdict("passed")])),
    many,
  );
  expect(many.objects.size).toBe(300);
  const long = fakeStorage();
  const large = () => ({ ...verdict("failed"), name: "x".repeat(400_000) });
  await write(
    Array.from({ length: 10 }, (_, n) => result(`long-${n}`, "h", [large()])),
    long,
  );
  expect(long.objects.size).toBe(10);
  const shared = fakeStorage();
  const once = large();
  await write(
    Array.from({ length: 30 }, (_, n) => result(`shared-${n}`, "h", [once])),
    shared,
  );
  expect([many, long, shared].map(({ batches }) => batches.map(({ spec }) => spec?.scans.length))).toEqual([
    [64, 64, 64, 64, 44],
    [2, 2, 2, 2, 2],
    [9, 9, 9, 3],
  ]);
});

it("writes again what is stored to be deleted with another object, or with none", async () => {
  const storage = fakeStorage();
  const owned = (uid: string) => {
    const { metadata, ...settings } = result("settings", "h1");
    return { ...settings, metadata: { ...metadata, ownerReferences: [{ ...configMap, uid }] } };
  };
  await write([result("settings", "h1")], storage);
  expect(await write([owned("u-1")], storage)).toMatchObject({ written: 1 });
  expect(await write([owned("u-1")], storage)).toMatchObject({ written: 0, unchanged: 1 });
  expect(await write([owned("u-2")], storage)).toMatchObject({ written: 1 });
  // Who scans from elsewhere names none, and has nothing against one.
  expect(await write([result("settings", "h1")], storage)).toMatchObject({ written: 0, unchanged: 1 });
});

it("writes both objects again when either is missing", async () => {
  const storage = fakeStorage();
  await write([result("web", "h1")], storage);
  storage.missing.add(resources.workloadConfigurationScanSummaries.plural);
  expect(await write([result("web", "h1")], storage)).toMatchObject({ written: 1, unchanged: 0 });
});

it.each([
  ["is busy", new ApiError({ code: 503, reason: "ServiceUnavailable", message: "starting" })],
  ["is away", new ConnectionError("ECONNREFUSED", "connection refused")],
])("waits and sends the batch again while storage %s, and says so", async (_what, outage) => {
  const storage = fakeStorage();
  storage.outages.push(outage, outage);
  expect(await write([result("web", "h1")], storage)).toMatchObject({ written: 1, unchanged: 0 });
  const reason = outage.message;
  expect(storage.warnings).toEqual([0.5, 1].map((againInSeconds) => [{ reason, againInSeconds }, "storage is away"]));
});

it("gives up to be started again when storage stays away", async () => {
  const storage = fakeStorage();
  storage.outages.push(...Array.from({ length: 9 }, () => new ConnectionError("ECONNREFUSED", "connection refused")));
  await expect(write([result("web", "h1")], storage)).rejects.toMatchObject({
    code: "storage_unavailable",
    retry: true,
    message: "cannot store results: connection refused",
  });
});

it("does not repeat what storage refuses for what it is", async () => {
  const storage = fakeStorage();
  storage.outages.push(new ApiError({ code: 422, reason: "Invalid", message: "spec.scans is invalid" }));
  await expect(write([result("web", "h1")], storage)).rejects.toBeInstanceOf(ApiError);
  expect(storage.batches).toEqual([]);
});

it("writes all other results when some are refused, and says which one", async () => {
  const storage = fakeStorage();
  storage.refusals.set("api", { code: 422, message: "metadata.labels: Invalid value" });
  const all = ["web", "api", "cart"].map((name) => result(name, "h1"));
  await expect(write(all, storage)).rejects.toMatchObject({
    code: "results_refused",
    retry: false,
    message: "storage refused 1 results: shop/api: metadata.labels: Invalid value",
  });
  expect([...storage.objects.keys()]).toEqual(["shop/web", "shop/cart"]);
});

it("is started again for results that another writer is in the way of", async () => {
  const storage = fakeStorage();
  storage.refusals.set("web", { code: 409, message: "the object has been modified" });
  await expect(write([result("web", "h1")], storage)).rejects.toMatchObject({ code: "storage_unavailable" });
});

it("refuses a result that is too large for any request, and writes the others", async () => {
  const storage = fakeStorage();
  storage.largest = 3_000_000;
  const huge = { ...verdict("failed"), name: "x".repeat(5_000_000) };
  const all = [result("web", "h1"), result("huge", "h1", [huge]), result("cart", "h1")];
  await expect(write(all, storage)).rejects.toMatchObject({ code: "results_refused" });
  expect([...storage.objects.keys()].toSorted()).toEqual(["shop/cart", "shop/web"]);
});

it("passes over results whose namespace goes while it is scanned, and counts them", async () => {
  const storage = fakeStorage();
  const details = { causes: [{ reason: "NamespaceTerminating" }] };
  storage.refusals.set("web", { code: 404, message: 'namespaces "shop" not found' });
  storage.refusals.set("api", { code: 403, message: "being terminated", details });
  const counts = await write([result("web", "h1"), result("api", "h1"), result("cart", "h1")], storage);
  expect(counts).toEqual({ written: 1, unchanged: 0, withoutNamespace: 2 });
});

it("tells which controls passed in what it replaces, before that is gone", async () => {
  const storage = fakeStorage();
  const told: unknown[] = [];
  const replacing: RegressionWatch["replacing"] = async ({ id }, before, after) => {
    told.push([id, [...before], after.map(({ status }) => status.status), storage.batches.length]);
  };
  await write([result("web", "h1", [verdict("passed")])], storage, replacing);
  expect(told).toEqual([]);
  await write([result("web", "h2", [verdict("failed")])], storage, replacing);
  expect(told).toEqual([["apps/v1/shop/Deployment/web", ["C-0001"], ["failed"], 1]]);
});

it("asks for the summaries that it replaces, and lists all where many are", async () => {
  const storage = fakeStorage();
  const all = (hash: string) => Array.from({ length: 150 }, (_, n) => result(`web-${n}`, hash, [verdict("passed")]));
  await write(all("h1"), storage);
  const told = new Set<string>();
  storage.lists.splice(0);
  await write(all("h2"), storage, async ({ id }, before) => void (before.has("C-0001") && told.add(id)));
  expect(told.size).toBe(150);
  const selectors = storage.lists.slice(2).map(([, options]) => options?.fieldSelector);
  expect(selectors.filter((selector) => selector !== undefined)).toHaveLength(100);
  expect(selectors.filter((selector) => selector === undefined)).toHaveLength(1);
});

it("leaves alone what it does not write, so that a scan of a part erases nothing", async () => {
  const storage = fakeStorage();
  await write([result("web", "h1"), result("api", "h1")], storage);
  const api = structuredClone(storage.objects.get("shop/api"));
  await write([result("web", "h2")], storage);
  expect(storage.objects.get("shop/api")).toEqual(api);
});

const configMap = { apiVersion: "v1", kind: "ConfigMap", name: "settings" };

type FakeStorage = ReturnType<typeof fakeStorage>;

async function write(
  results: Storable[],
  storage: FakeStorage,
  replacing: RegressionWatch["replacing"] = async () => {},
) {
  const log = { warn: (...line: unknown[]) => void storage.warnings.push(line) };
  const deps = { storage, wait: async () => {}, log, signal: new AbortController().signal };
  return writeResults(results, await readStored({}, deps), { ...deps, regressions: { replacing } });
}

type Scan = NonNullable<WorkloadConfigurationScanBatch["spec"]>["scans"][number];

/** Remembers what it is sent. Of what is stored it lists one object for each of both kinds. */
function fakeStorage() {
  const objects = new Map<string, KubeObject>();
  const batches: WorkloadConfigurationScanBatch[] = [];
  const missing = new Set<string>();
  const outages: Error[] = [];
  const warnings: unknown[] = [];
  const refusals = new Map<string, { code: number; message: string; details?: object }>();
  const keep = ({ metadata, verdicts }: Scan, all: readonly ReturnType<typeof verdict>[]) => {
    const status = refusals.get(metadata.name);
    if (status) return { outcome: "Refused", status };
    const controls = verdicts.map((position) => [all[position]?.controlID, all[position]]);
    const { name, namespace, annotations = {}, ownerReferences = [] } = metadata;
    const spec = { controls: Object.fromEntries(controls) };
    objects.set(`${namespace}/${name}`, { metadata: { name, namespace, annotations, ownerReferences }, spec });
    return { outcome: "Created" };
  };
  const lists: Parameters<Cluster["list"]>[] = [];
  const storage = {
    largest: Infinity,
    async *list(...call: Parameters<Cluster["list"]>) {
      lists.push(call);
      const [{ plural }, { accept } = {}] = call;
      const items = missing.has(plural) ? [] : [...objects.values()];
      const isBrief = accept === metadataOnlyList;
      yield { items: items.map((item) => (isBrief ? { ...item, spec: null } : item)), resourceVersion: "1" };
    },
    request: async <T>(_method: string, _path: string, { text = "" } = {}): Promise<T> => {
      const outage = outages.pop();
      if (outage) throw outage;
      if (text.length > storage.largest) throw new ApiError({ code: 413, reason: "TooLarge", message: "too large" });
      const batch = WorkloadConfigurationScanBatch.parse(JSON.parse(text));
      batches.push(batch);
      const results = batch.spec?.scans.map((scan) => keep(scan, batch.spec?.verdicts as ReturnType<typeof verdict>[]));
      return { apiVersion: resultsApiVersion, kind: batch.kind, metadata: {}, status: { results } } as T;
    },
  };
  return Object.assign(storage, { objects, batches, lists, missing, outages, refusals, warnings });
}

function verdict(status: PostureStatus) {
  return {
    controlID: "C-0001",
    name: "Privileged container",
    severity: { severity: "High", scoreFactor: 8 },
    status: { status, subStatus: "", info: "" },
    rules: [],
  };
}

function result(name: string, hash: string, verdicts = [verdict("passed")]): Storable {
  const common = { group: "rbac.authorization.k8s.io", version: "v1", namespace: "shop" };
  const related = [{ ...common, kind: "Role", name: "reader" }];
  const resource = { group: "apps", version: "v1", kind: "Deployment", namespace: "shop", name, related };
  return {
    metadata: { name, namespace: "shop", labels: {}, annotations: { "sortie.dev/results-hash": hash } },
    hash,
    resource: { ...resource, id: `apps/v1/shop/Deployment/${name}` },
    verdicts: () => verdicts,
  };
}
