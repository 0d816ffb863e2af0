import { stateOf } from "../packed-body.ts";
import type { Change, Committed, Store, StoreEvent } from "../store.ts";
import type { WriteResult, WrittenChange } from "./commit-batch.ts";
import type { HistoryWindow } from "./compact.ts";
import { openPrepared } from "./open-prepared.ts";
import { openReader } from "./reader.ts";
import { restingWriter } from "./resting-writer.ts";
import { startWriter } from "./writer.ts";

const compactEverySeconds = 5;
/** Long enough that whoever writes now and then does not start a thread for each change. */
const restAfterSecondsByDefault = 15;

export type SqliteOptions = {
  /** Made when it does not exist, with its `-wal` and `-shm` beside it. */
  file: string;
  history: HistoryWindow;
  now: () => Date;
  /** File that calls `runWriterThread` when it is started as a worker thread. */
  program: string;
  /** How long the thread that writes stays without a change. */
  restAfterSeconds?: number;
  /** Told once that the database is damaged, where that is met besides requests. */
  damaged?: (message: string) => void;
};

/** The store on one SQLite file: reads on this thread, writes on a thread of their own. */
export async function openStore(options: SqliteOptions): Promise<Store> {
  const { file, history, now, program, restAfterSeconds = restAfterSecondsByDefault } = options;
  let tell = options.damaged;
  const damaged = (message: string) => {
    tell?.(message);
    tell = undefined;
  };
  const opened = now();
  let { reader, isAtRest } = openPrepared(file, opened);
  const writer = restingWriter({
    start: async () => {
      const started = await startWriter(program, { file, history, openedAt: opened.getTime() }, { now, damaged });
      if (isAtRest) {
        reader.close();
        reader = openReader(file);
        isAtRest = false;
      }
      return started;
    },
    now,
    restAfterSeconds,
    historySeconds: history.seconds,
  });
  const listeners = new Map<string, Set<(event: StoreEvent) => void>>();
  let announced = reader.position().newest;
  const compaction = setInterval(() => writer.compact(), compactEverySeconds * 1000).unref();

  function announce(change: Change, result: WriteResult): void {
    if ("refused" in result) return;
    const event = { revision: stateOf(change, result.resourceVersion), previous: change.replaces };
    announced = result.resourceVersion;
    for (const listener of listeners.get(change.key.kind) ?? []) listener(event);
  }

  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    clearInterval(compaction);
    reader.close();
    await writer.close();
  }

  return {
    get resourceVersion() {
      return announced;
    },
    get: async (key) => reader.get(key),
    bodySize: async (key) => reader.bodySize(key),
    list: async (range) => reader.list(range),
    joined: async (range) => reader.joined(range),
    changes: async (range) => reader.changes(range),
    count: async (kind) => reader.count(kind),
    newest: async () => reader.position().newest,
    commit: async (change): Promise<Committed> => {
      const { key, type, metadata, digest, replaces } = change;
      const body = writtenBody(change);
      const written = { key, type, metadata, digest, body, replaces: replaces?.resourceVersion };
      const result = await writer.commit(written, (settled) => announce(change, settled));
      if ("refused" in result) return { ok: false, reason: result.refused };
      return { ok: true, revision: stateOf(change, result.resourceVersion) };
    },
    subscribe: (kind, listener) => {
      const group = listeners.get(kind) ?? new Set();
      listeners.set(kind, group.add(listener));
      return () => group.delete(listener);
    },
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

/** A deletion has the body of the state that it ends: that one is kept as long. */
function writtenBody({ type, body, bytes, replaces, compressed }: Change): WrittenChange["body"] {
  if (compressed) return compressed;
  if (bytes) return { utf8: bytes };
  return type === "deleted" && body === replaces?.body ? undefined : body;
}
