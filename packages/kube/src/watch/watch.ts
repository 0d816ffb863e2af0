import { ConnectionError } from "../api-error.ts";
import { type BackoffTimes, backoffSeconds, sleep } from "../backoff.ts";
import type { Cluster, KubeObject, Page, Resource, WatchEvent, WatchOptions } from "../cluster.ts";
import { linkedController } from "../linked-controller.ts";
import { resourcePath } from "../resource-path.ts";
import type { Transport } from "../transport/transport.ts";
import { lines } from "./lines.ts";
import { afterInterruption, type Position } from "./position.ts";
import { parseWatchLine, type WatchLine } from "./watch-event.ts";

const maxEventBytes = 64 * 1024 * 1024;
/** The server ends a watch after 5 to 10 minutes, at random as with client-go, so that not all watches end at once. */
const watchSeconds = { least: 300, spread: 300 };
/** A server that has not ended the watch by itself this much later is taken for dead. */
const graceSeconds = 30;
/** An attempt that lasted this long makes the next failure a first one. */
const steadySeconds = 5;

type Sources = { transport: Transport; list: Cluster["list"] };

/** See `Cluster.watch`. `times` are those of the waiting between attempts. */
export function watchForever(sources: Sources, times: BackoffTimes): Cluster["watch"] {
  return async function* watch<T extends KubeObject>(
    resource: Resource,
    options: WatchOptions,
  ): AsyncGenerator<WatchEvent<T>, void, undefined> {
    const { signal, onInterrupted } = options;
    const position: Position = { from: undefined, refusals: 0 };
    let failures = 0;
    while (!signal.aborted) {
      const startedAt = performance.now();
      try {
        yield* attempt<T>(sources, resource, options, position);
      } catch (err) {
        if (signal.aborted) return;
        Object.assign(position, afterInterruption(position, err));
        onInterrupted?.(err);
      }
      const wasSteady = performance.now() - startedAt > steadySeconds * 1000;
      failures = wasSteady ? 1 : failures + 1;
      await sleep(backoffSeconds(failures, times), signal).catch(() => {}); // aborted: the loop ends
    }
  };
}

/** Lists if there is no version to go on from, then watches once. `position` follows what has been handed out. */
async function* attempt<T extends KubeObject>(
  { transport, list }: Sources,
  resource: Resource,
  options: WatchOptions,
  position: Position,
): AsyncGenerator<WatchEvent<T>, void, undefined> {
  if (position.from === undefined) {
    const { namespace, labelSelector, fieldSelector, signal } = options;
    const pages = list<T>(resource, { namespace, labelSelector, fieldSelector, signal });
    const { objects, resourceVersion } = await collect(pages);
    Object.assign(position, { from: resourceVersion, refusals: 0 });
    yield { type: "relisted", objects };
  }
  for await (const line of watchOnce<T>(transport, resource, options, position.from)) {
    Object.assign(position, { from: versionOf(line) ?? position.from, refusals: 0 });
    if (line.type !== "bookmark") yield line;
  }
}

async function collect<T>(pages: AsyncIterable<Page<T>>) {
  const objects: T[] = [];
  let resourceVersion: string | undefined;
  for await (const page of pages) {
    resourceVersion ??= page.resourceVersion;
    for (const object of page.items) objects.push(object);
  }
  return { objects, resourceVersion };
}

/** One watch after `from`, until the server, the connection or the signal ends it. */
async function* watchOnce<T extends KubeObject>(
  transport: Transport,
  resource: Resource,
  options: WatchOptions,
  from: string | undefined,
): AsyncGenerator<WatchLine<T>, void, undefined> {
  const { namespace, labelSelector, fieldSelector, signal } = options;
  const timeoutSeconds = watchSeconds.least + Math.floor(Math.random() * watchSeconds.spread);
  using end = linkedController(signal);
  const isDead = new ConnectionError("timeout", "the server did not end the watch in time");
  const timer = setTimeout(() => end.abort(isDead), (timeoutSeconds + graceSeconds) * 1000);
  try {
    const query = { labelSelector, fieldSelector, watch: true, allowWatchBookmarks: true, resourceVersion: from };
    const path = resourcePath(resource, { namespace }, { ...query, timeoutSeconds });
    const chunks = transport.stream({ method: "GET", path, signal: end.signal });
    for await (const line of lines(chunks, maxEventBytes)) {
      if (line !== "") yield parseWatchLine<T>(line);
    }
  } finally {
    clearTimeout(timer);
  }
}

function versionOf(line: WatchLine<KubeObject>): string | undefined {
  return line.type === "bookmark" ? line.resourceVersion : line.object.metadata?.resourceVersion;
}
