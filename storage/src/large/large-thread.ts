import { randomUUID } from "node:crypto";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { createLogger } from "@sortie/process";
import type { NamespaceState } from "../api/call.ts";
import { createInFlight } from "../api/limits/in-flight.ts";
import { requestInfo } from "../api/request-info.ts";
import { failure, statusOf } from "../app/failure.ts";
import { serveResource, type VerbDeps } from "../app/serve-resource.ts";
import { embeddedKinds } from "../kinds/embedded.ts";
import { resultKinds } from "../kinds/result-kinds.ts";
import { kindsOf } from "../meta/kind.ts";
import { type Answer, asResponse } from "../serve/answer.ts";
import { type Received, receivedAs } from "../serve/received.ts";
import { pack, stateOf } from "../store/packed-body.ts";
import { readerBeside } from "../store/sqlite/open-prepared.ts";
import {
  type Change,
  type Revision,
  type Store,
  StoreBusyError,
  StoreDiskError,
  StoreFullError,
} from "../store/store.ts";
import { sources } from "../views/source.ts";
import { computedSources } from "../views/views.ts";
import { createFanOut } from "../watch/fan-out.ts";
import type {
  Errand,
  ErrandResult,
  FromLargeThread,
  LargeAnswer,
  LargeOptions,
  LargeRequest,
  Stored,
  ToLargeThread,
} from "./messages.ts";

/** Answers one request after the other as the main thread would. Does nothing outside a worker thread. */
export function runLargeThread(): void {
  if (!parentPort) return;
  const port = parentPort;
  const { large: file, mode } = workerData as LargeOptions;
  let running: PromiseWithResolvers<ErrandResult> | undefined;
  const run = async <T>(errand: Errand): Promise<T> => {
    running = Promise.withResolvers();
    send(port, { event: "errand", errand });
    const done = await running.promise;
    if (done.ok) return done.result as T;
    if (done.error === "StoreFullError") throw new StoreFullError(done.message);
    if (done.error === "StoreDiskError") throw new StoreDiskError(done.message);
    if (done.error === "StoreBusyError") throw new StoreBusyError(done.message);
    throw new Error(done.message);
  };
  const deps = verbDeps(file, mode, run);
  port.on("message", (message: ToLargeThread) => {
    if (message.event === "done") running?.resolve(message.result);
    // `answer` never throws: what goes wrong is an answer, too.
    else
      void answer(message.request, deps).then((given) =>
        send(port, { event: "answered", answer: given }, [given.body]),
      );
  });
}

function verbDeps(file: string, mode: LargeOptions["mode"], run: <T>(errand: Errand) => Promise<T>): VerbDeps {
  const store = remoteStore(file, run);
  return {
    kinds: kindsOf(mode === "embedded" ? [...resultKinds, ...embeddedKinds] : resultKinds),
    store,
    source: sources(store, computedSources(store)),
    now: () => new Date(),
    newId: randomUUID,
    inFlight: createInFlight(),
    namespaceState: (name) => run<NamespaceState>({ do: "namespaceState", name }),
    stopping: new AbortController().signal,
    hasGarbageCollector: mode === "cluster",
    watchLimits: { bookmarkSeconds: 60, waitingBytes: 0 },
    fanOut: createFanOut(store),
  };
}

/** Reads by itself, and has the main thread write. */
function remoteStore(file: string, run: <T>(errand: Errand) => Promise<T>): Store {
  const reader = readerBeside(file);
  return {
    get resourceVersion() {
      return reader().position().newest;
    },
    get: async (key) => reader().get(key),
    bodySize: async (key) => reader().bodySize(key),
    list: async (range) => reader().list(range),
    changes: async (range) => reader().changes(range),
    count: async (kind) => reader().count(kind),
    newest: async () => reader().position().newest,
    commit: async (change) => {
      const stored = await run<Stored>({ do: "commit", change: handedOver(change) });
      if (!stored.ok) return stored;
      return { ok: true, revision: stateOf(change, stored.resourceVersion) };
    },
    subscribe: () => () => {},
    close: async () => reader().close(),
  };
}

/** The body goes compressed, and of the state that is replaced nobody needs it: the main thread copies what it is sent. */
function handedOver({ bytes, replaces, ...change }: Change): Change {
  const sent = bytes ? { ...change, compressed: pack(bytes) } : change;
  return { ...sent, replaces: replaces && withoutItsBody(replaces) };
}

/** Copied field by field: to ask for the body would unpack it. */
function withoutItsBody({ key, resourceVersion, type, metadata, digest }: Revision): Revision {
  return { key, resourceVersion, type, metadata, digest, body: "" };
}

async function answer({ method, uri, headers, body }: LargeRequest, deps: VerbDeps): Promise<LargeAnswer> {
  const raw = new Request(`http://localhost${uri}`, { method, headers, ...(body && { body }) });
  const given = await serve(receivedAs(raw), deps);
  return { code: given.code, headers: given.headers, body: await asResponse(given).arrayBuffer() };
}

const log = createLogger("storage");

async function serve(raw: Received, deps: VerbDeps): Promise<Answer> {
  const url = new URL(raw.uri, "http://localhost");
  const info = requestInfo(raw.method, url);
  const accept = raw.headers.get("accept") ?? undefined;
  try {
    const given = await serveResource({ info, query: url.searchParams, raw }, deps);
    if (!given) throw new Error(`${raw.method} of nothing that is served`);
    return given;
  } catch (error) {
    return failure(statusOf(error as Error, log), accept);
  }
}

function send(port: MessagePort, message: FromLargeThread, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}
