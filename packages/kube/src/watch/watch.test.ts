import type { RequestListener } from "node:http";
import { expect, it } from "vitest";
import { ApiError } from "../api-error.ts";
import type { KubeObject } from "../cluster.ts";
import { listPages } from "../list.ts";
import { resources } from "../resources.ts";
import { accessTo, json, refusal, script, startServer } from "../scripted-server.ts";
import { createTransport } from "../transport/transport.ts";
import { watchForever } from "./watch.ts";

const pod = (name: string, resourceVersion: string) => ({ metadata: { name, resourceVersion } });
const listOf = (resourceVersion: string, ...items: KubeObject[]) => json({ metadata: { resourceVersion }, items });
const line = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;
const added = (name: string, resourceVersion: string) => line("ADDED", pod(name, resourceVersion));
const gone = { kind: "Status", code: 410, reason: "Expired", message: "too old resource version" };

/** A watch that says these lines and then ends in order. */
const says =
  (...texts: string[]): RequestListener =>
  (_request, response) =>
    response.end(texts.join(""));
/** The same, and the connection breaks. */
const breaksAfter =
  (...texts: string[]): RequestListener =>
  (_request, response) =>
    response.write(texts.join(""), () => response.destroy());

/** Follows a scripted server until `last` is seen. Returns what the watch said, was asked, and was interrupted by. */
async function follow(last: string, ...answers: RequestListener[]) {
  const { answer, asked } = script(...answers, () => {});
  const transport = createTransport(accessTo((await startServer(answer)).url), { userAgent: "test/1" });
  const watch = watchForever({ transport, list: listPages(transport) }, { firstSeconds: 0.001, maxSeconds: 0.001 });
  const stop = new AbortController();
  const said: string[] = [];
  const interruptions: unknown[] = [];
  const options = { signal: stop.signal, onInterrupted: (err: unknown) => interruptions.push(err) };
  for await (const event of watch(resources.pods, options)) {
    const names = event.type === "relisted" ? event.objects.map(nameOf) : [nameOf(event.object)];
    said.push([event.type, ...names].join(" "));
    if (said.at(-1) === last) stop.abort();
  }
  return { said, interruptions, asked: asked.map(versionAsked) };
}

function nameOf({ metadata }: KubeObject): string {
  return metadata?.name ?? "";
}

/** `list`, or the version that a watch went on from. */
function versionAsked(request: string): string {
  const query = new URL(request.split(" ")[1] ?? "", "http://localhost").searchParams;
  return query.has("watch") ? (query.get("resourceVersion") ?? "any") : "list";
}

it("lists, then says what changes", async () => {
  const { said, asked } = await follow(
    "deleted a",
    listOf("5", pod("a", "3")),
    says(added("b", "6"), line("MODIFIED", pod("b", "7")), line("DELETED", pod("a", "8"))),
  );
  expect(said).toEqual(["relisted a", "added b", "modified b", "deleted a"]);
  expect(asked).toEqual(["list", "5"]);
});

it.each<[how: string, end: RequestListener]>([
  ["ends in order", says(added("b", "6"))],
  ["breaks between events", breaksAfter(added("b", "6"))],
  ["breaks within an event", breaksAfter(added("b", "6"), '{"type":"ADDED","obj')],
])("goes on after the last event when a watch %s", async (_how, end) => {
  const { said, asked } = await follow("added c", listOf("5"), end, says(added("c", "7")));
  expect(said).toEqual(["relisted", "added b", "added c"]);
  expect(asked).toEqual(["list", "5", "6"]);
});

it("goes on from a bookmark", async () => {
  const bookmark = line("BOOKMARK", { metadata: { resourceVersion: "90" } });
  const { said, asked } = await follow("added c", listOf("5"), says(bookmark), says(added("c", "91")));
  expect(said).toEqual(["relisted", "added c"]);
  expect(asked).toEqual(["list", "5", "90"]);
});

it.each<[how: string, end: RequestListener]>([
  ["a status", refusal(410, "Expired")],
  ["an event", says(line("ERROR", gone))],
])("lists again when the version is gone, said by %s", async (_how, end) => {
  const { said, asked } = await follow("added c", listOf("5"), end, listOf("8", pod("b", "7")), says(added("c", "9")));
  expect(said).toEqual(["relisted", "relisted b", "added c"]);
  expect(asked).toEqual(["list", "5", "list", "8"]);
});

it("goes on where it was when the server fails for a while", async () => {
  const { said, asked, interruptions } = await follow(
    "added b",
    listOf("5"),
    refusal(500, "InternalError"),
    breaksAfter(),
    says(added("b", "6")),
  );
  expect(said).toEqual(["relisted", "added b"]);
  expect(asked.slice(0, 2)).toEqual(["list", "5"]);
  expect(new Set(asked.slice(1))).toEqual(new Set(["5"]));
  expect(interruptions[0]).toBeInstanceOf(ApiError);
});

it.each<[how: string, end: RequestListener]>([
  ["ends in order", says('{"type":"ADDED","obj')],
  ["breaks", breaksAfter('{"type":"ADDED","obj')],
])("says so and lists again when a watch %s within the same event time and again", async (_how, end) => {
  const { said, asked, interruptions } = await follow(
    "relisted b",
    listOf("5"),
    end,
    end,
    end,
    listOf("8", pod("b", "7")),
  );
  expect(said).toEqual(["relisted", "relisted b"]);
  expect(asked).toEqual(["list", "5", "5", "5", "list"]);
  expect(interruptions).toMatchObject([{ code: "cut" }, { code: "cut" }, { code: "cut" }]);
});

it("lists again when the server keeps refusing the version", async () => {
  const tooLarge = refusal(504, "Timeout");
  const { asked } = await follow("relisted b", listOf("900"), tooLarge, tooLarge, tooLarge, listOf("8", pod("b", "7")));
  expect(asked).toEqual(["list", "900", "900", "900", "list"]);
});

it("keeps trying while it cannot list", async () => {
  const { said, asked } = await follow(
    "relisted",
    refusal(403, "Forbidden"),
    refusal(500, "InternalError"),
    listOf("5"),
  );
  expect(said).toEqual(["relisted"]);
  expect(asked).toEqual(["list", "list", "list"]);
});

it.each(["not JSON\n", '{"type":"ADDED"}\n', '{"type":"SURPRISE","object":{}}\n', "null\n"])(
  "lists again after the malformed line %j",
  async (malformed) => {
    const { said, asked } = await follow("relisted b", listOf("5"), says(malformed), listOf("8", pod("b", "7")));
    expect(said).toEqual(["relisted", "relisted b"]);
    expect(asked).toEqual(["list", "5", "list"]);
  },
);

it("ends at once when its signal aborts while nothing happens", async () => {
  const { said } = await follow("relisted", listOf("5"));
  expect(said).toEqual(["relisted"]);
});

it("asks for bookmarks and with the caller's selection", async () => {
  const { answer, asked } = script(listOf("5"), says(added("b", "6")));
  const transport = createTransport(accessTo((await startServer(answer)).url), { userAgent: "test/1" });
  const watch = watchForever({ transport, list: listPages(transport) }, { firstSeconds: 0.001, maxSeconds: 0.001 });
  const options = { namespace: "n", labelSelector: "a=b", fieldSelector: "c=d", signal: new AbortController().signal };
  for await (const event of watch(resources.pods, options)) if (event.type === "added") break;

  const [, path = ""] = asked[1]?.split(" ") ?? [];
  expect(path.split("?")[0]).toBe("/api/v1/namespaces/n/pods");
  expect(Object.fromEntries(new URLSearchParams(path.split("?")[1]))).toMatchObject({
    labelSelector: "a=b",
    fieldSelector: "c=d",
    allowWatchBookmarks: "true",
  });
});
