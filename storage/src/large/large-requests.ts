import { Worker } from "node:worker_threads";
import type { Call, NamespaceState } from "../api/call.ts";
import { largeBytes, largeKindBytes } from "../api/limits/growth-of.ts";
import { createSharedPlaces } from "../api/limits/shared-places.ts";
import { readBuffer } from "../api/wire/body.ts";
import { resourceName } from "../meta/kind.ts";
import { type StatusError, tooLarge } from "../meta/status.ts";
import type { Growth } from "../schema/growth.ts";
import type { Answer } from "../serve/answer.ts";
import { type Store, StoreBusyError, StoreDiskError, StoreFullError } from "../store/store.ts";
import type {
  Errand,
  ErrandResult,
  FromLargeThread,
  LargeAnswer,
  LargeOptions,
  LargeRequest,
  ToLargeThread,
} from "./messages.ts";

/** Of what is stored compressed; most documents are a tenth of their size, and some a thousandth. */
const largeStoredBytes = 100_000;
/** Requests that are answered or wait: each holds its body in memory. */
const requestsAtOnce = 6;
/** Of an answer that is written at once. */
const sliceBytes = 256 * 1024;
const idleSeconds = 60;
/** Of the thread's heap. A body of 100 MB takes a few times as much. */
const heapMegabytes = 2048;

/** Answers requests about large objects on a thread of their own, so that all others need not wait for them. */
export type LargeRequests = {
  /**
   * `undefined` for a request that is not large. `sent`: the body of one that has turned out to be.
   *
   * @throws StatusError 413 or 429.
   */
  answer(call: Call, sent?: Growth["sent"]): Promise<Answer | undefined>;
  close(): Promise<void>;
};

type Deps = {
  store: Pick<Store, "commit" | "bodySize">;
  namespaceState: (name: string) => Promise<NamespaceState>;
};

/** @param program File that calls `runLargeThread` in a worker thread. */
export function createLargeRequests(program: string, options: LargeOptions, deps: Deps): LargeRequests {
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  const places = createSharedPlaces(requestsAtOnce);
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other: a thread of its own makes them wait for each other only. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => {}); // told to who asked; the next has its turn all the same
    return turn;
  }

  async function ask(request: LargeRequest): Promise<LargeAnswer> {
    clearTimeout(idle);
    thread ??= new Worker(program, { workerData: options, resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } });
    const asked = thread;
    try {
      return await answered(asked, request, deps);
    } catch (error) {
      thread = undefined;
      await asked.terminate();
      throw error;
    } finally {
      idle = setTimeout(() => {
        void thread?.terminate();
        thread = undefined;
      }, idleSeconds * 1000).unref();
    }
  }

  return {
    answer: async (call, sent) => {
      if (sent === undefined && !(await isLarge(call, deps.store))) return undefined;
      // Only what is sent arrives at somebody's pace.
      const leave = places.enter(hasBody(call.raw) ? call.username : undefined);
      try {
        const request = await asRequest(call, sent);
        return answerOf(await inTurn(() => ask(request)));
      } finally {
        leave();
      }
    },
    close: async () => {
      clearTimeout(idle);
      await thread?.terminate();
    },
  };
}

async function isLarge({ kind, request, raw }: Call, store: Deps["store"]): Promise<boolean> {
  const stored = kind.viewOf ?? kind;
  if (stored.maxBodyBytes < largeKindBytes) return false;
  const { verb, namespace = "", name = "" } = request;
  if (verb === "create" || verb === "update" || verb === "patch") {
    if (Number(raw.headers.get("content-length")) >= largeBytes) return true;
  }
  if (verb !== "get" && verb !== "patch") return false;
  const size = await store.bodySize({ kind: resourceName(stored), namespace, name });
  return size.stored >= largeStoredBytes || size.read >= largeBytes;
}

async function asRequest({ kind, raw }: Call, sent: Growth["sent"] | undefined): Promise<LargeRequest> {
  const body = sent ? bufferOf(sent) : hasBody(raw) ? await readBuffer(raw, kind.maxBodyBytes) : undefined;
  const headers = ["accept", "content-type", "user-agent"].flatMap((name): [string, string][] => {
    const value = raw.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  if (body) headers.push(["content-length", String(body.byteLength)]);
  return { method: raw.method, uri: raw.uri, headers, body };
}

function hasBody({ method }: Call["raw"]): boolean {
  return method !== "GET" && method !== "HEAD";
}

/** A copy to be given away: what is not large may be a part of Node's pool. */
function bufferOf(sent: Growth["sent"]): ArrayBuffer {
  return typeof sent === "string" ? new TextEncoder().encode(sent).buffer : new Uint8Array(sent).buffer;
}

/** An answer that is written slice by slice: to encrypt tens of megabytes at once would hold up all other requests. */
function answerOf({ code, headers, body }: LargeAnswer): Answer {
  const { byteLength } = body;
  let at = 0;
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (at >= byteLength) controller.close();
    else controller.enqueue(new Uint8Array(body, at, Math.min(sliceBytes, byteLength - at)));
    at += sliceBytes;
  };
  const stream = new ReadableStream({ pull }, { highWaterMark: 1 });
  return { code, headers: { ...headers, "Content-Length": String(byteLength) }, body: stream };
}

function answered(thread: Worker, request: LargeRequest, deps: Deps): Promise<LargeAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<LargeAnswer>();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  const send = (message: ToLargeThread, transfer: ArrayBuffer[] = []) => thread.postMessage(message, transfer);
  const take = (message: FromLargeThread) => {
    if (message.event === "answered") resolve(message.answer);
    // An errand never rejects: what goes wrong is its result.
    else void runErrand(message.errand, deps).then((result) => send({ event: "done", result }));
  };
  const fail = (error: Error & { code?: string }) =>
    reject(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? needsTooMuch() : error);
  thread.on("message", take);
  thread.once("error", fail);
  send({ event: "request", request }, request.body ? [request.body] : []);
  return promise.finally(() => {
    thread.off("message", take);
    thread.off("error", fail);
  });
}

async function runErrand(errand: Errand, { store, namespaceState }: Deps): Promise<ErrandResult> {
  try {
    if (errand.do === "namespaceState") return { ok: true, result: await namespaceState(errand.name) };
    const committed = await store.commit(errand.change);
    if (!committed.ok) return { ok: true, result: committed };
    return { ok: true, result: { ok: true, resourceVersion: committed.revision.resourceVersion } };
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof StoreFullError) return { ok: false, error: "StoreFullError", message };
    if (error instanceof StoreDiskError) return { ok: false, error: "StoreDiskError", message };
    if (error instanceof StoreBusyError) return { ok: false, error: "StoreBusyError", message };
    return { ok: false, error: "Error", message };
  }
}

function needsTooMuch(): StatusError {
  return tooLarge("the request takes more memory than the server may use for one");
}
