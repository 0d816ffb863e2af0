import { type ApiDeps, type Call, rendering } from "../api/call.ts";
import { shown } from "../api/list-objects.ts";
import type { ListOptions } from "../api/list-options.ts";
import { expired, StatusError } from "../api/status.ts";
import { resourceName } from "../kinds/kind.ts";
import { ExpiredError, type StoreEvent } from "../store/store.ts";
import type { Ends } from "./event-stream.ts";
import { bookmarkFrame, createFrameCache, errorFrame, eventFrame } from "./frames.ts";
import { initialEvents } from "./initial-events.ts";
import { selectedEvent, type Watched } from "./selected-event.ts";
import { createWatchQueue, type WatchQueue } from "./watch-queue.ts";

/** Changes read at once when a watch begins in the past. */
const historyPage = 200;

/** Of all watches: only so are bytes shared. It holds nothing that is not held elsewhere. */
const cached = createFrameCache();

/** What every part of one watch shares. `position`: the client has seen all changes up to it. */
type Watch = { call: Call; options: ListOptions; deps: ApiDeps; queue: WatchQueue; position: number; isFirst: boolean };

/**
 * All frames of one watch in order: what exists or has happened since the given resourceVersion, then what happens.
 * Events wait in the queue from before the past is read, so nothing falls between the two.
 */
export async function* watchFrames(
  call: Call,
  options: ListOptions,
  deps: ApiDeps,
  ends: Ends,
): AsyncGenerator<Uint8Array> {
  const queue = createWatchQueue(deps.watchLimits.waitingEvents);
  const unsubscribe = deps.store.subscribe(resourceName(call.kind), (event) => queue.push(event));
  const watch: Watch = { call, options, deps, queue, position: deps.store.resourceVersion, isFirst: true };
  try {
    yield* past(watch);
    yield* present(watch, ends);
    yield* farewell(watch, ends);
  } catch (error) {
    if (error instanceof ExpiredError) yield errorFrame(rendering(call, deps), tooOld(options, error).status);
    else throw error;
  } finally {
    unsubscribe();
  }
}

/** Where a watch begins: Kubernetes API Concepts, "Semantics for watch". */
async function* past(watch: Watch): AsyncGenerator<Uint8Array> {
  const { options, call, deps } = watch;
  const { resourceVersion, mode, match, sendInitialEvents } = options;
  const isExplicit = match !== undefined;
  const beginsWithState = isExplicit ? sendInitialEvents : !resourceVersion && mode === undefined;
  if (beginsWithState) {
    for await (const page of initialEvents(call, options, deps)) {
      watch.position = page.resourceVersion;
      for (const event of page.events) yield eventBytes(watch, event);
    }
    if (isExplicit && options.allowWatchBookmarks) yield bookmarkFrame(rendering(call, deps), watch.position, true);
  } else if (resourceVersion) yield* history(watch, resourceVersion);
}

async function* history(watch: Watch, from: number): AsyncGenerator<Uint8Array> {
  const upTo = watch.position;
  watch.position = from;
  const { namespace } = watch.call.request;
  const kind = resourceName(watch.call.kind);
  for (let more = true; more && watch.position < upTo; ) {
    const events = await watch.deps.store.changes({ kind, namespace, after: watch.position, upTo, limit: historyPage });
    yield* selected(watch, events);
    more = events.length === historyPage;
  }
  watch.position = Math.max(from, upTo);
}

async function* present(watch: Watch, ends: Ends): AsyncGenerator<Uint8Array> {
  const { queue, deps, options, call } = watch;
  while (!ends.any.aborted) {
    const bookmarkDue = pause(deps);
    const due = AbortSignal.any([ends.any, bookmarkDue]);
    while (!due.aborted) {
      await queue.waits(due);
      yield* selected(watch, queue.take());
      if (queue.isOverflown) return;
    }
    if (bookmarkDue.aborted && options.allowWatchBookmarks) {
      yield bookmarkFrame(rendering(call, deps), seen(watch), false);
    }
  }
}

/** The last word: how far the client has seen, and why there is no more. */
async function* farewell(watch: Watch, ends: Ends): AsyncGenerator<Uint8Array> {
  if (ends.gone.aborted || watch.queue.isOverflown) return;
  if (watch.options.allowWatchBookmarks) yield bookmarkFrame(rendering(watch.call, watch.deps), seen(watch), false);
  if (ends.stopping.aborted) yield errorFrame(rendering(watch.call, watch.deps), shuttingDown().status);
}

function* selected(watch: Watch, events: StoreEvent[]): Generator<Uint8Array> {
  const { call, options } = watch;
  for (const event of events) {
    const { resourceVersion } = event.revision;
    if (resourceVersion <= watch.position) continue;
    watch.position = resourceVersion;
    const watched = selectedEvent(event, call.request.namespace, options.selector);
    if (watched) yield eventBytes(watch, watched);
  }
}

function eventBytes(watch: Watch, { type, revision }: Watched): Uint8Array {
  const { call, options, deps } = watch;
  const view = rendering(call, deps);
  const withColumns = watch.isFirst;
  watch.isFirst = false;
  const key = [
    type,
    view.encoding,
    view.as,
    view.includeObject,
    options.mode,
    view.as === "table" && withColumns,
  ].join();
  return cached(key, revision, () =>
    eventFrame(view, { type, revision: shown(call.kind, options, revision) }, withColumns),
  );
}

/**
 * How far the client has seen. When the queue is empty, all events of this kind up to the last announced change have been
 * through it; otherwise those that wait are not yet sent, and a client that resumed behind them would miss them.
 */
function seen({ position, deps, queue }: Watch): number {
  return queue.isEmpty ? Math.max(position, deps.store.resourceVersion) : position;
}

function pause({ watchLimits }: ApiDeps): AbortSignal {
  return AbortSignal.timeout(watchLimits.bookmarkSeconds * 1000);
}

function tooOld({ resourceVersion }: ListOptions, { oldest }: ExpiredError): StatusError {
  return expired(`too old resource version: ${resourceVersion} (${oldest})`);
}

/** client-go watches again from where it was when it is told how long to wait. */
function shuttingDown(): StatusError {
  return new StatusError(503, "ServiceUnavailable", "the server is shutting down", { retryAfterSeconds: 1 });
}
