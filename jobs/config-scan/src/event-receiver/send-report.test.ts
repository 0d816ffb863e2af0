import { createLogger, type Logger } from "@sortie/process";
import { PostureReportChunk } from "@sortie/wire";
import { expect, it } from "vitest";
import type { Item } from "./chunks.ts";
import type { ReceiverSettings } from "./receiver.ts";
import { type Answers, accepts, receiverServer } from "./receiver-server.ts";
import { type AnonymousHead, sendReport } from "./send-report.ts";

const megabyte = 1_048_576;

it("sends chunks of at most 2 MiB of items, resources first, numbered from 0 and the last one marked", async () => {
  await using server = await receiverServer();
  const { reported } = await send(server, [...sized("resources", 3), ...sized("results", 2)]);
  expect(reported).toEqual({ reportChunks: 3, reportFailures: 0 });
  const chunks = server.received.map(({ body }) => PostureReportChunk.parse(JSON.parse(body)));
  expect(chunks.map(({ paginationInfo }) => paginationInfo)).toEqual([
    { chunkNumber: 0, isLastChunk: false },
    { chunkNumber: 1, isLastChunk: false },
    { chunkNumber: 2, isLastChunk: true },
  ]);
  expect(chunks.map(({ resources, results }) => [resources.length, results.length])).toEqual([
    [2, 0],
    [1, 1],
    [0, 1],
  ]);
  for (const chunk of chunks) expect(chunk.summaryDetails).toEqual(head.summaryDetails);
});

it("says whose report it is in the query, and shows the key in its header alone", async () => {
  await using server = await receiverServer();
  await send(server, []);
  const [request] = server.received;
  expect(request).toMatchObject({ method: "POST", path: "/k8s/v2/postureReport", key: "key-1" });
  expect(Object.fromEntries(request?.query ?? [])).toEqual({
    customerGUID: "account-1",
    contextName: "prod",
    clusterName: "prod",
    reportGUID: head.reportGUID,
  });
  expect(request?.body).not.toContain("key-1");
});

it("sends a chunk again that the server could not take, and waits as long as it is told to", async () => {
  const busy: Answers = (response, number, received) => {
    if (number === 0) return response.writeHead(503, { "Retry-After": "7" }).end();
    if (number === 1) return response.destroy();
    return accepts(response, number, received);
  };
  await using server = await receiverServer(busy);
  const { reported, waits } = await send(server, sized("results", 1));
  expect(reported).toEqual({ reportChunks: 1, reportFailures: 0 });
  expect(waits).toEqual([7, 2]);
  expect(new Set(server.received.map(({ body }) => body)).size).toBe(1);
});

it.each<[what: string, answers: Answers, attempts: number, reason: RegExp]>([
  ["is broken", (response) => response.writeHead(500).end(), 5, /^127\.0\.0\.1:\d+ answered 500$/],
  ["hangs up", (response) => response.destroy(), 5, /^127\.0\.0\.1:\d+: /],
  ["refuses the key", (response) => response.writeHead(401).end(), 1, /answered 401$/],
  [
    "sends the key elsewhere",
    (response) => response.writeHead(307, { Location: "http://127.0.0.2:1/" }).end(),
    1,
    /answered 307$/,
  ],
])("gives up on a receiver that %s, and says so without the key", async (_what, answers, attempts, reason) => {
  await using server = await receiverServer(answers);
  const { reported, log } = await send(server, sized("results", 1));
  expect(reported).toEqual({ reportChunks: 0, reportFailures: 1 });
  expect(server.received).toHaveLength(attempts);
  expect(log).toEqual([expect.objectContaining({ reason: expect.stringMatching(reason) })]);
  expect(JSON.stringify(log)).not.toContain("key-1");
});

it("tells how much arrived before the receiver failed", async () => {
  const once: Answers = (response, number, received) =>
    number === 0 ? accepts(response, number, received) : response.writeHead(400).end();
  await using server = await receiverServer(once);
  const { reported } = await send(server, sized("results", 5));
  expect(reported).toEqual({ reportChunks: 1, reportFailures: 1 });
});

it("stops when the Job is stopped, however slow the receiver is", async () => {
  const stop = new AbortController();
  await using server = await receiverServer(() => stop.abort(new Error("stopped")));
  await expect(send(server, [], {}, stop.signal)).rejects.toThrow("stopped");
});

it("finds the receiver that the back end names", async () => {
  const backEnd: Answers = (response, number, received) => {
    if (received.method === "POST") return accepts(response, number, received);
    const receiver = `http://${response.req.headers.host}/reports/`;
    return response.end(JSON.stringify({ version: "v3", response: { "event-receiver-http": receiver } }));
  };
  await using server = await receiverServer(backEnd);
  const { reported } = await send(server, [], { EVENT_RECEIVER_URL: undefined, API_URL: server.url });
  expect(reported).toEqual({ reportChunks: 1, reportFailures: 0 });
  expect(server.received.map(({ path, key }) => [path, key])).toEqual([
    ["/api/v3/servicediscovery", undefined],
    ["/reports/k8s/v2/postureReport", "key-1"],
  ]);
});

it.each([
  ["without TLS", '{"response":{"event-receiver-http":"http://receiver.example"}}', /names no event receiver/],
  ["at all", "<html>", /names no event receiver/],
])("sends nothing to a back end that names no receiver %s", async (_what, answer, reason) => {
  await using server = await receiverServer((response) => response.end(answer));
  const { reported, log } = await send(server, [], { EVENT_RECEIVER_URL: undefined, API_URL: server.url });
  expect(reported).toEqual({ reportChunks: 0, reportFailures: 1 });
  expect(log[0]?.reason).toMatch(reason);
});

it("sends nothing without credentials", async () => {
  await using server = await receiverServer();
  const { reported, log } = await send(server, [], { CREDENTIALS_DIR: "/nowhere" });
  expect(reported).toEqual({ reportChunks: 0, reportFailures: 1 });
  expect(log[0]?.reason).toBe("cannot read /nowhere/account: ENOENT");
  expect(server.received).toEqual([]);
});

const head: AnonymousHead = {
  generationTime: "2026-08-22T14:55:00Z",
  clusterAPIServerInfo: null,
  clusterCloudProvider: "",
  clusterName: "prod",
  reportGUID: "5f2e7d1c-3b4a-8c6d-9e0f-1a2b3c4d5e6f",
  jobID: "job-1",
  summaryDetails: {
    status: "passed",
    score: 0,
    complianceScore: 100,
    frameworks: [],
    controls: {},
    ResourceCounters: { passedResources: 0, failedResources: 0, skippedResources: 0, excludedResources: 0 },
    controlsSeverityCounters: severities(),
    resourcesSeverityCounters: severities(),
  },
  attributes: null,
  metadata: { scanMetadata: { format: "json", formatVersion: "v2", targetType: "Framework", targetNames: ["nsa"] } },
  customerGUIDGenerated: false,
  triggeredByCLI: false,
};

function severities() {
  return { criticalSeverity: 0, highSeverity: 0, mediumSeverity: 0, lowSeverity: 0, unknownSeverity: 0 };
}

/** Items of a little less than a megabyte each, so that two fit into a chunk. */
function sized(list: Item["list"], count: number): Item[] {
  const fill = "x".repeat(megabyte - 100);
  const item = list === "resources" ? { resourceID: fill, object: {} } : { resourceID: fill, controls: [] };
  return Array.from({ length: count }, () => ({ list, text: JSON.stringify(item) }));
}

async function send(
  server: { url: string; credentials: string },
  items: Item[],
  settings: Partial<ReceiverSettings> = {},
  signal = new AbortController().signal,
) {
  const waits: number[] = [];
  const log: Record<string, unknown>[] = [];
  const all = { EVENT_RECEIVER_URL: server.url, API_URL: undefined, CREDENTIALS_DIR: server.credentials, ...settings };
  const wait = async (seconds: number) => void waits.push(seconds);
  const reported = await sendReport(head, items, all, { wait, signal, log: collectingLog(log) });
  return { reported, waits, log: log.filter(({ level }) => level === "warn") };
}

function collectingLog(lines: Record<string, unknown>[]): Logger {
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return createLogger("test", "info", { write });
}
