import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createLogger } from "@sortie/process";
import { createInFlight } from "../api/limits/in-flight.ts";
import { noRateLimit } from "../api/limits/rate-limit.ts";
import { type AppDeps, createApp } from "../app/app.ts";
import { embeddedKinds } from "../kinds/embedded.ts";
import { resultKinds } from "../kinds/result-kinds.ts";
import { createLargeRequests } from "../large/large-requests.ts";
import { createWorkRoom } from "../large/work-room.ts";
import { kindsOf } from "../meta/kind.ts";
import { asResponse } from "../serve/answer.ts";
import { receivedAs } from "../serve/received.ts";
import type { Ask } from "../serve/request-listener.ts";
import type { HistoryWindow } from "../store/sqlite/compact.ts";
import { openStore } from "../store/sqlite/open-store.ts";
import type { Store } from "../store/store.ts";
import { sources } from "../views/source.ts";
import { computedSources } from "../views/views.ts";
import { createFanOut } from "../watch/fan-out.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Started as a worker thread it is the writer, or answers large requests. */
export const writerProgram = join(import.meta.dirname, "..", "main.ts");

/** The whole API without a socket: real app, real SQLite file, a clock that stands still unless it is set. */
export type TestServer = {
  store: Store;
  clock: { now: Date };
  /** Ends all watches as a stopping server does. */
  stop(): void;
  /** The parsed answer. Objects are sent as JSON, texts as they are. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** The answer itself, for streams and headers. */
  raw(path: string, init?: RequestInit): Promise<Response>;
  /** For an HTTP server, where its connections matter. */
  ask: Ask;
  [Symbol.asyncDispose](): Promise<void>;
};

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export type Answer = { code: number; body: any; headers: Headers };

export async function openTestServer(
  deps: Partial<AppDeps> = {},
  history: HistoryWindow = { seconds: 600, revisions: 100_000 },
): Promise<TestServer> {
  const folder = temporaryFolder();
  const clock = { now: new Date("2026-08-22T14:55:00Z") };
  const now = () => clock.now;
  const stopping = new AbortController();
  const file = join(folder, "storage.sqlite");
  const store = await openStore({ file, history, now, program: writerProgram });
  const namespaceState = async () => "active" as const;
  const large = createLargeRequests(writerProgram, { large: file, mode: "embedded" }, { store, namespaceState });
  const app = createApp({
    kinds: kindsOf([...resultKinds, ...embeddedKinds]),
    store,
    source: sources(store, computedSources(store)),
    now,
    newId: randomUUID,
    inFlight: createInFlight(),
    workRoom: createWorkRoom(),
    stopping: stopping.signal,
    hasGarbageCollector: true,
    watchLimits: { bookmarkSeconds: 60, waitingBytes: 16_000_000 },
    fanOut: createFanOut(store),
    log: createLogger("storage", "silent"),
    authenticate: async () => ({ identity: { user: { username: "tester", groups: [] }, isAuthorized: true } }),
    authorize: async () => undefined,
    rateLimit: noRateLimit,
    namespaceState,
    large,
    gauges: () => [],
    notReady: () => undefined,
    ...deps,
  });
  const raw = async (path: string, init?: RequestInit) => asResponse(await app.ask(receivedAs(asReceived(path, init))));

  return {
    store,
    clock,
    raw,
    ask: app.ask,
    stop: () => stopping.abort(),
    send: async (method, path, body, headers) => {
      const response = await raw(path, {
        method,
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
        headers: { "Content-Type": "application/json", "User-Agent": "tester/1", ...headers },
      });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.includes("json");
      return { code: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await large.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A request as it is when it comes over a connection: there it says how long its body is, or that it is not known. */
function asReceived(path: string, init: RequestInit = {}): Request {
  const request = new Request(`http://localhost${path}`, init);
  if (typeof init.body === "string") request.headers.set("Content-Length", String(Buffer.byteLength(init.body)));
  else if (request.body) request.headers.set("Transfer-Encoding", "chunked");
  return request;
}
