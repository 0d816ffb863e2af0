import type { ApiDeps, Call } from "../api/call.ts";
import { existingObjects } from "../api/read/existing-objects.ts";
import type { ListOptions } from "../api/read/list-options.ts";
import { pageRows, showsNoBody } from "../api/read/listed-form.ts";
import { resourceName } from "../meta/kind.ts";
import { expired, StatusError } from "../meta/status.ts";
import { ExpiredError } from "../store/store.ts";
import type { FanOut, Member, Subject } from "./fan-out.ts";
import type { Frame } from "./frame.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import type { OpenOutlet } from "./outlet.ts";
import { selectedEvent, type Watched } from "./selected-event.ts";
import { type WatchView, watchView } from "./watch-view.ts";

/** The longest that a timer can wait. */
const longestMs = 2 ** 31 - 1;

/** `waitingBytes`: events that may wait for one slow watcher. */
export type WatchDeps = ApiDeps & {
  fanOut: FanOut;
  watchLimits: { bookmarkSeconds: number; waitingBytes: number };
};

/** What every part of one watch shares. */
type Watch = {
  call: Call;
  options: ListOptions;
  deps: WatchDeps;
  view: WatchView;
  subject: Subject;
  outbox: Outbox;
  /** Its `position` is how far the client has been told of everything. */
  member: Member;
  /** How far it is: what existed has been told, then it is one of many that are told of what happens. */
  phase: "beginning" | "catchingUp" | "live";
  /** Why it is over, when it is. */
  over?: Reason;
  /** What is left to be undone when it ends. */
  leave: () => void;
};

/** `gone`: nobody reads any more, or not fast enough. */
type Reason = "time" | "stopping" | "gone";

/**
 * Tells one client what exists or has happened since the given resourceVersion, then what happens. `ended` is called
 * once, however it ends.
 */
export function startWatch(
  call: Call,
  options: ListOptions,
  deps: WatchDeps,
  { open, seconds, ended }: { open: OpenOutlet; seconds: number; ended: () => void },
): void {
  const view = watchView(call, options, deps);
  const { waitingBytes: limitBytes } = deps.watchLimits;
  const { delivery } = deps.fanOut;
  const outbox = createOutbox({ limitBytes, delivery, open, gone: () => end(watch, "gone") });
  const push = (frame: Frame) => {
    // A watcher that does not keep up resumes where it was.
    if (!outbox.push(frame)) end(watch, "gone");
  };
  const watch: Watch = {
    phase: "beginning",
    call,
    options,
    deps,
    view,
    subject: { kind: resourceName(call.kind), namespace: call.request.namespace, selector: options.selector, view },
    outbox,
    member: { position: deps.store.resourceVersion, isFirst: true, push },
    leave: ended,
  };
  endInTime(watch, seconds);
  run(watch).catch((err: unknown) => {
    deps.log?.error({ err, kind: watch.subject.kind }, "a watch broke off");
    outbox.fail(err);
    end(watch, "gone");
  });
}

/** Arranges that the watch ends when its time is over or the server stops. */
function endInTime(watch: Watch, seconds: number): void {
  const { stopping } = watch.deps;
  const timer = setTimeout(
    () => end(watch, "time"),
    Math.min(Math.max(Math.ceil(seconds * 1000), 0), longestMs),
  ).unref();
  const stop = () => end(watch, "stopping");
  stopping.addEventListener("abort", stop);
  if (stopping.aborted) stop();
  onLeave(watch, () => {
    clearTimeout(timer);
    stopping.removeEventListener("abort", stop);
  });
}

async function run(watch: Watch): Promise<void> {
  try {
    await showPast(watch);
    if (!watch.over) await catchUp(watch);
  } catch (error) {
    if (!(error instanceof ExpiredError)) throw error;
    watch.outbox.push(watch.view.error(tooOld(watch.options, error)));
    end(watch, "gone");
  }
  if (watch.over) farewell(watch, watch.over);
  else goOn(watch);
}

/** While the past is read the last word waits until it has come to a page's end. */
function end(watch: Watch, why: Reason): void {
  if (watch.over) return;
  watch.over = why;
  if (watch.phase === "live") farewell(watch, why);
  watch.leave();
}

/** The last word: how far the client has been told of everything, and why there is no more. */
function farewell(watch: Watch, why: Reason): void {
  const { outbox, view, options, phase } = watch;
  if (why !== "gone") {
    const position = seen(watch);
    if (options.allowWatchBookmarks && phase !== "beginning") outbox.push(view.bookmark(position));
    if (why === "stopping") outbox.push(view.error(shuttingDown()));
  }
  outbox.close();
}

/** Where a watch begins: Kubernetes API Concepts, "Semantics for watch". */
async function showPast(watch: Watch): Promise<void> {
  const { options, call, deps, view, member } = watch;
  const { resourceVersion, mode, match, sendInitialEvents, allowWatchBookmarks } = options;
  const isExplicit = match !== undefined;
  const beginsWithState = isExplicit ? sendInitialEvents : !resourceVersion && mode === undefined;
  if (!beginsWithState) {
    member.position = resourceVersion || member.position;
    return;
  }
  for await (const page of existingObjects(call, options, deps)) {
    for (const revision of page.revisions) {
      await show(watch, { type: "ADDED", revision });
      if (watch.over) return;
    }
    member.position = page.resourceVersion;
  }
  if (isExplicit && allowWatchBookmarks) member.push(view.bookmark(member.position, true));
}

/** Tells of what has happened since, out of the history, until nothing is left that others have been told of. */
async function catchUp(watch: Watch): Promise<void> {
  const { subject, deps, member, call, options } = watch;
  const { kind, namespace, selector } = subject;
  const metadataOnly = showsNoBody(call, options);
  const limit = pageRows(call.kind, metadataOnly);
  watch.phase = "catchingUp";
  while (!watch.over && member.position < deps.store.resourceVersion) {
    const upTo = deps.store.resourceVersion;
    const events = await deps.store.changes({ kind, namespace, after: member.position, upTo, limit, metadataOnly });
    for (const event of events) {
      const watched = selectedEvent(event, selector);
      if (watched) await show(watch, watched);
      if (watch.over) return;
      member.position = event.revision.resourceVersion;
    }
    if (events.length < limit) member.position = upTo;
  }
}

/** From here on the watch is one of many that are told of what happens. */
function goOn(watch: Watch): void {
  const { deps, options, subject, member, outbox, view } = watch;
  watch.phase = "live";
  onLeave(watch, deps.fanOut.join(subject, member));
  if (!options.allowWatchBookmarks) return;
  const bookmarks = setInterval(() => {
    if (outbox.isEmpty) member.push(view.bookmark(seen(watch)));
  }, deps.watchLimits.bookmarkSeconds * 1000).unref();
  onLeave(watch, () => clearInterval(bookmarks));
}

/** An event of the past, at the client's own pace. */
async function show({ view, member, outbox }: Watch, event: Watched): Promise<void> {
  member.push(view.event(event, member.isFirst));
  member.isFirst = false;
  if (outbox.isFull) await outbox.room();
}

/** How far the client has been told of everything, when it has been told of what waits to be handed on. */
function seen({ member, deps, phase }: Watch): number {
  if (phase !== "live") return member.position;
  deps.fanOut.flush();
  return Math.max(member.position, deps.store.resourceVersion);
}

function onLeave(watch: Watch, undo: () => void): void {
  const { leave } = watch;
  watch.leave = () => {
    leave();
    undo();
  };
}

function tooOld({ resourceVersion }: ListOptions, { oldest }: ExpiredError): StatusError {
  return expired(`too old resource version: ${resourceVersion} (${oldest})`);
}

/** client-go watches again from where it was when it is told how long to wait. */
function shuttingDown(): StatusError {
  return new StatusError(503, "ServiceUnavailable", "the server is shutting down", { retryAfterSeconds: 1 });
}
