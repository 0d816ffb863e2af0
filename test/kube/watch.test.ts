import { ApiError, type Observed, observe, type Page, resources, type WatchEvent } from "@sortie/kube";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ConfigMap, configMap, type OwnNamespace, ownNamespace } from "./own-namespace.ts";

// kube-apiserver is killed once for all tests of this file: what was begun before is looked at afterwards.
let own: OwnNamespace;
const stop = new AbortController();
let following: Observed<ConfigMap>;
const lateInterruptions: unknown[] = [];
let late: AsyncIterator<WatchEvent<ConfigMap>>;
let pages: AsyncIterator<Page<ConfigMap>>;

beforeAll(async () => {
  own = await ownNamespace("kube-watch");
  for (const name of ["stays", "goes-before", "goes-after"]) await create(name);
  const { cluster } = own;
  const { signal } = stop;

  const lastSeen = Promise.withResolvers<void>();
  const onChange = (key: string) => key.endsWith("/last") && lastSeen.resolve();
  following = observe<ConfigMap>(cluster, resources.configMaps, selection(), { signal, onChange });
  await following.synced;

  const onInterrupted = (err: unknown) => lateInterruptions.push(err);
  const lateWatch = cluster.watch<ConfigMap>(resources.configMaps, { ...selection(), signal, onInterrupted });
  late = lateWatch[Symbol.asyncIterator]();
  await late.next();

  pages = cluster.list<ConfigMap>(resources.configMaps, { ...selection(), limit: 1 })[Symbol.asyncIterator]();
  await pages.next();

  await remove("goes-before");
  await create("comes-before");
  await compactEtcd();
  await own.machine.restart("kube-apiserver");
  await remove("goes-after");
  for (const name of ["comes-after", "last"]) await create(name);
  await lastSeen.promise;
});

afterAll(async () => {
  stop.abort();
  await own[Symbol.asyncDispose]();
});

const names = ["comes-after", "comes-before", "last", "stays"];
const selection = () => ({ namespace: own.namespace, fieldSelector: "metadata.name!=kube-root-ca.crt" });
const create = (name: string) => own.cluster.create(resources.configMaps, configMap(own.namespace, name));
const remove = (name: string) => own.cluster.delete(resources.configMaps, { namespace: own.namespace, name });
const nameOf = ({ metadata }: ConfigMap) => metadata.name;

/** Makes etcd forget everything before the newest change. */
async function compactEtcd(): Promise<void> {
  const newest = await own.cluster.get<ConfigMap>(resources.configMaps, {
    namespace: own.namespace,
    name: "comes-before",
  });
  const body = JSON.stringify({ revision: newest?.metadata.resourceVersion });
  const compact = `fetch("http://127.0.0.1:2379/v3/kv/compaction", { method: "POST", body: '${body}' })`;
  await own.machine.exec(process.execPath, ["-e", `${compact}.then((answer) => process.exit(answer.ok ? 0 : 1))`]);
}

it("misses nothing when kube-apiserver is killed while it follows a resource", () => {
  expect(following.list().map(nameOf).toSorted()).toEqual(names);
});

it("lists again when the point to go on from is compacted away", async () => {
  const { value: event } = await late.next();
  if (event?.type !== "relisted") expect.unreachable();
  expect(event.objects.map(nameOf).toSorted()).toEqual(names);
  expect(lateInterruptions).toContainEqual(expect.objectContaining({ code: 410 }));
});

it("throws when a list is compacted away between two pages", async () => {
  const err: unknown = await pages.next().catch((thrown: unknown) => thrown);
  expect(err).toBeInstanceOf(ApiError);
  expect(err).toMatchObject({ code: 410, reason: "Expired" });
});
