import { afterEach, expect, it } from "vitest";
import { createInFlight } from "../api/limits/in-flight.ts";
import { paths, scan, summary } from "../testing/scans.ts";
import { sharedServer } from "../testing/shared-server.ts";
import { openTestServer } from "../testing/test-server.ts";
import { readWatch, type WatchReader } from "../testing/watch-reader.ts";

let namespace: string;
/** Summaries of a namespace that no other test uses. */
let ns: string;
const readers: WatchReader[] = [];

const server = await sharedServer(
  (fresh) => {
    namespace = fresh;
    ns = paths.summaries(namespace);
  },
  { watchLimits: { bookmarkSeconds: 60, waitingBytes: 20_000 } },
);
afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.cancel();
});

const merge = { "Content-Type": "application/merge-patch+json" };

async function watch(
  query: string,
  path = ns,
  headers: Record<string, string> = {},
  on = server,
): Promise<WatchReader> {
  const response = await on.raw(`${path}?watch=true&${query}`, { headers });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
  const reader = readWatch(response);
  readers.push(reader);
  return reader;
}

async function take(reader: WatchReader, count: number): Promise<[type: string, name: string][]> {
  const events: [string, string][] = [];
  for (let i = 0; i < count; i += 1) {
    const event = await reader.next();
    events.push([event?.type ?? "end", event?.object.metadata?.name]);
  }
  return events;
}

const label = (name: string, labels: object) => server.send("PATCH", `${ns}/${name}`, { metadata: { labels } }, merge);

it("begins with what exists when no resourceVersion is given, and goes on with what happens", async () => {
  await server.send("POST", ns, summary("a"));
  const reader = await watch("");
  expect(await take(reader, 1)).toEqual([["ADDED", "a"]]);
  await server.send("POST", ns, summary("b"));
  await label("a", { x: "y" });
  await server.send("DELETE", `${ns}/b`);
  expect(await take(reader, 3)).toEqual([
    ["ADDED", "b"],
    ["MODIFIED", "a"],
    ["DELETED", "b"],
  ]);
});

it("resumes behind the resourceVersion it is given, also that of a list", async () => {
  await server.send("POST", ns, summary("a"));
  const { body: list } = await server.send("GET", ns);
  await label("a", { x: "y" });
  await server.send("DELETE", `${ns}/a`);
  const reader = await watch(`resourceVersion=${list.metadata.resourceVersion}`);
  expect(await take(reader, 2)).toEqual([
    ["MODIFIED", "a"],
    ["DELETED", "a"],
  ]);
  await server.send("POST", ns, summary("b"));
  expect(await take(reader, 1)).toEqual([["ADDED", "b"]]);
});

it("gives a deletion the resourceVersion of the deletion and the last state of the object", async () => {
  await server.send("POST", ns, summary("a", 4));
  const reader = await watch(`resourceVersion=${server.store.resourceVersion}`);
  await server.send("DELETE", `${ns}/a`);
  const event = await reader.next();
  expect(event?.object.metadata.resourceVersion).toBe(String(server.store.resourceVersion));
  expect(event?.object.spec.severities.high).toBe(4);
});

it("sees objects come and go that begin and cease to match its selector", async () => {
  await server.send("POST", ns, summary("a", 0, { labels: { team: "red" } }));
  const reader = await watch(`resourceVersion=${server.store.resourceVersion}&labelSelector=team=blue`);
  await label("a", { team: "blue" });
  await label("a", { other: "x" });
  await label("a", { team: "red" });
  await server.send("DELETE", `${ns}/a`);
  await server.send("POST", ns, summary("b", 0, { labels: { team: "blue" } }));
  expect(await take(reader, 4)).toEqual([
    ["ADDED", "a"],
    ["MODIFIED", "a"],
    ["DELETED", "a"],
    ["ADDED", "b"],
  ]);
});

it("keeps namespaces and names apart", async () => {
  const from = server.store.resourceVersion;
  const everywhere = await watch(`resourceVersion=${from}`, paths.summaries());
  const bank = await watch(`resourceVersion=${from}`, paths.summaries("bank"));
  const named = await watch(`resourceVersion=${from}`, ns.replace("/v1beta1/", "/v1beta1/watch/").concat("/b"));
  await server.send("POST", ns, summary("a"));
  await server.send("POST", ns, summary("b"));
  await server.send("POST", paths.summaries("bank"), summary("c"));
  expect(await take(everywhere, 3)).toEqual([
    ["ADDED", "a"],
    ["ADDED", "b"],
    ["ADDED", "c"],
  ]);
  expect(await take(bank, 1)).toEqual([["ADDED", "c"]]);
  expect(await take(named, 1)).toEqual([["ADDED", "b"]]);
});

it("ends the initial events of a streaming list with a marked bookmark", async () => {
  await server.send("POST", ns, summary("a"));
  const reader = await watch("sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
  expect(await take(reader, 1)).toEqual([["ADDED", "a"]]);
  const bookmark = await reader.next();
  expect(bookmark).toMatchObject({
    type: "BOOKMARK",
    object: {
      kind: "WorkloadConfigurationScanSummary",
      metadata: {
        resourceVersion: String(server.store.resourceVersion),
        annotations: { "k8s.io/initial-events-end": "true" },
      },
    },
  });
});

it("says inside the stream that a resourceVersion is too old, so that every client sees it", async () => {
  const reader = await watch("resourceVersion=1");
  expect(await reader.next()).toMatchObject({
    type: "ERROR",
    object: { kind: "Status", code: 410, reason: "Expired" },
  });
  expect(await reader.next()).toBeUndefined();
});

it("refuses a resourceVersion that does not exist yet", async () => {
  const response = await server.raw(`${ns}?watch=1&resourceVersion=9000000000000000`);
  expect(response.status).toBe(504);
  expect(response.headers.get("retry-after")).toBe("1");
});

it("sends bookmarks in between, only to those who want them", async () => {
  await using quick = await openTestServer({ watchLimits: { bookmarkSeconds: 0, waitingBytes: 20_000 } });
  const reader = await watch("resourceVersion=0&allowWatchBookmarks=true", ns, {}, quick);
  expect(await reader.next()).toMatchObject({
    type: "BOOKMARK",
    object: { metadata: { resourceVersion: String(quick.store.resourceVersion) } },
  });
  const without = await watch("resourceVersion=0", ns, {}, quick);
  await quick.send("POST", ns, summary("a"));
  expect(await take(without, 1)).toEqual([["ADDED", "a"]]);
});

it("tells once of what happens between its beginning and the state it begins with", async () => {
  await using busy = await openTestServer();
  const list = busy.store.list.bind(busy.store);
  busy.store.list = async (range) => {
    busy.store.list = list;
    await busy.send("POST", ns, summary("meanwhile"));
    return list(range);
  };
  const reader = await watch("", ns, {}, busy);
  expect(await take(reader, 1)).toEqual([["ADDED", "meanwhile"]]);
  await busy.send("POST", ns, summary("later"));
  expect(await take(reader, 1)).toEqual([["ADDED", "later"]]);
});

it("ends in order after the time the client wants", async () => {
  const reader = await watch("timeoutSeconds=1&allowWatchBookmarks=true");
  expect(await take(reader, 2)).toEqual([
    ["BOOKMARK", undefined],
    ["end", undefined],
  ]);
});

it("ends as soon as it has begun where the time that the client wants is below none", async () => {
  const reader = await watch("timeoutSeconds=-1");
  expect(await take(reader, 1)).toEqual([["end", undefined]]);
});

it("ends with a status when the server stops", async () => {
  await using stopping = await openTestServer();
  const reader = await watch("", ns, {}, stopping);
  stopping.stop();
  expect(await reader.next()).toMatchObject({ type: "ERROR", object: { code: 503, reason: "ServiceUnavailable" } });
  expect(await reader.next()).toBeUndefined();
});

it("claims in its last bookmark no more than what it has sent before it", async () => {
  await using stopping = await openTestServer();
  const reader = (await stopping.raw(`${ns}?watch=true&resourceVersion=0&allowWatchBookmarks=true`)).body?.getReader();
  const next = async () => JSON.parse(Buffer.from((await reader?.read())?.value ?? []).toString("utf8"));
  await stopping.send("POST", ns, summary("sent"));
  await stopping.send("POST", ns, summary("waits"));
  stopping.stop();
  const [sent, waited, bookmark] = [await next(), await next(), await next()];
  expect([sent.type, waited.type, bookmark.type]).toEqual(["ADDED", "ADDED", "BOOKMARK"]);
  expect(bookmark.object.metadata.resourceVersion).toBe(waited.object.metadata.resourceVersion);
});

it.each<[string, (response: Response) => Promise<unknown>]>([
  ["hangs up", async ({ body }) => body?.cancel()],
  ["comes to its time", async (response) => response.text()],
  ["breaks", async (response) => response.text().catch(() => {})],
])("counts a watch once, also when it %s", async (how, end) => {
  const inFlight = createInFlight();
  await using own = await openTestServer({ inFlight });
  if (how === "breaks") {
    own.store.list = async () => {
      throw new Error("the disk is broken");
    };
  }
  await end(await own.raw(`${ns}?watch=true&timeoutSeconds=1`));
  await own.send("GET", "/apis");
  expect(inFlight.counts.watching).toBe(0);
});

it("asks of a watch with HEAD no more than its headers", async () => {
  const inFlight = createInFlight();
  await using own = await openTestServer({ inFlight });
  await own.raw(`${ns}?watch=true`, { method: "HEAD" });
  expect(inFlight.counts.watching).toBe(0);
});

it("cuts off a watcher that does not read rather than keep its events", async () => {
  const reader = await watch(`resourceVersion=${server.store.resourceVersion}`);
  const annotations = { "example.com/note": "x".repeat(2000) };
  const made = Array.from({ length: 120 }, (_, i) => server.send("POST", ns, summary(`n${i}`, 0, { annotations })));
  await Promise.all(made);
  let seen = 0;
  for (let event = await reader.next(); event; event = await reader.next()) seen += 1;
  expect(seen).toBeLessThan(120);
  expect((await server.send("GET", ns)).body.items).toHaveLength(120);
});

it("shows large kinds without their body, and with it when asked", async () => {
  const scans = paths.scans(namespace);
  const from = server.store.resourceVersion;
  const short = await watch(`resourceVersion=${from}`, scans);
  const full = await watch("resourceVersion=fullSpec", scans);
  await server.send("POST", scans, scan("web"));
  expect((await short.next())?.object.spec).toEqual({ controls: null, relatedObjects: null });
  expect((await full.next())?.object.spec.controls).toHaveProperty("C-0041");
});

it("shows tables to kubectl, the columns once", async () => {
  await server.send("POST", ns, summary("a"));
  const Accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
  const reader = await watch("", ns, { Accept });
  expect((await reader.next())?.object.columnDefinitions).toHaveLength(8);
  await server.send("POST", ns, summary("b"));
  const second = await reader.next();
  expect([second?.object.columnDefinitions, second?.object.rows[0].cells[0]]).toEqual([[], "b"]);
});
