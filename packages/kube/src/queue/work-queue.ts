import { ApiError } from "../api-error.ts";
import { type BackoffTimes, backoffSeconds } from "../backoff.ts";
import { createDueKeys } from "./due-keys.ts";

export type WorkQueueOptions<K extends string> = {
  /**
   * Brings one thing from what is to what should be. After a throw it is called again with back-off, after
   * `{ againInSeconds }` when the time has come, after `{}` with the next `add`.
   */
  reconcile: (key: K, signal: AbortSignal) => Promise<{ againInSeconds?: number | undefined }>;
  /** Keys in work at the same time. */
  concurrency: number;
  log: { warn: (fields: object, message: string) => void };
  /** Nothing is started after its abort; what is in work is given the same signal. */
  signal: AbortSignal;
  /** Keys that may wait or be in work; default 100,000. */
  maxKeys?: number | undefined;
  /** Default: 1 s, doubling to 5 min. */
  backoff?: BackoffTimes | undefined;
};

export type WorkQueue<K extends string> = {
  /** Wants a key reconciled soon, once, however often it is said. `false`: the queue is full or has stopped. */
  add: (key: K) => boolean;
  /** The same after a time. An earlier time that is already wanted stays. */
  addAfter: (key: K, seconds: number) => boolean;
  /** Resolves when no key is ready or in work; keys whose time has not come do not count. */
  drain: () => Promise<void>;
  /** Keys that wait or are in work. */
  size: () => number;
};

const defaultMaxKeys = 100_000;
const defaultBackoff = { firstSeconds: 1, maxSeconds: 300 };

/**
 * A level-based work queue as in client-go's workqueue: a key says that something has changed, never what. One key is
 * never in work twice at once; one that is added while in work comes again afterwards. A key that succeeded is forgotten.
 */
export function createWorkQueue<K extends string>(options: WorkQueueOptions<K>): WorkQueue<K> {
  const { concurrency, log, signal, maxKeys = defaultMaxKeys } = options;
  const ready = new Set<K>();
  const running = new Set<K>();
  const wantedAgain = new Set<K>();
  const due = createDueKeys<K>(makeReady);
  const attempt = createAttempts(options, (key, seconds) => due.want(key, seconds));
  let onIdle = Promise.withResolvers<void>();

  function makeReady(key: K): void {
    due.forget(key);
    (running.has(key) ? wantedAgain : ready).add(key);
    startReady();
  }

  function startReady(): void {
    if (signal.aborted) ready.clear();
    for (const key of ready) {
      if (running.size >= concurrency) return;
      ready.delete(key);
      running.add(key);
      void run(key);
    }
    if (running.size > 0) return;
    onIdle.resolve();
    onIdle = Promise.withResolvers();
  }

  async function run(key: K): Promise<void> {
    await attempt(key);
    running.delete(key);
    if (wantedAgain.delete(key)) ready.add(key);
    startReady();
  }

  function mayAdd(key: K): boolean {
    if (signal.aborted) return false;
    const isKnown = due.has(key) || ready.has(key) || running.has(key);
    if (isKnown || size() < maxKeys) return true;
    log.warn({ key, maxKeys }, "work queue is full");
    return false;
  }

  /** A key that is in work and wanted later counts twice. */
  function size(): number {
    return due.size() + ready.size + running.size;
  }

  function stop(): void {
    due.forgetAll();
    startReady();
  }

  signal.addEventListener("abort", stop, { once: true });
  return {
    add(key) {
      const isAdded = mayAdd(key);
      if (isAdded) makeReady(key);
      return isAdded;
    },
    addAfter(key, seconds) {
      const isAdded = mayAdd(key);
      if (isAdded && !ready.has(key)) due.want(key, seconds);
      return isAdded;
    },
    drain: async () => (running.size > 0 || ready.size > 0 ? onIdle.promise : undefined),
    size,
  };
}

/** One attempt at a key; says when it is wanted again. Failures are counted until a success. */
function createAttempts<K extends string>(
  { reconcile, log, signal, backoff = defaultBackoff }: WorkQueueOptions<K>,
  wantAfter: (key: K, seconds: number) => void,
): (key: K) => Promise<void> {
  const failures = new Map<K, number>();
  return async (key) => {
    try {
      const { againInSeconds } = await reconcile(key, signal);
      failures.delete(key);
      if (againInSeconds !== undefined && !signal.aborted) wantAfter(key, againInSeconds);
    } catch (err) {
      if (signal.aborted) return; // stopped in the middle
      const count = (failures.get(key) ?? 0) + 1;
      failures.set(key, count);
      const askedSeconds = err instanceof ApiError ? (err.retryAfterSeconds ?? 0) : 0;
      const againInSeconds = Math.max(askedSeconds, backoffSeconds(count, backoff));
      log.warn({ key, err, failures: count, againInSeconds }, "reconcile failed");
      wantAfter(key, againInSeconds);
    }
  };
}
