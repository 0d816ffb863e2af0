/** Node's timers fire at once for more. */
const longestTimerMs = 2 ** 31 - 1;

/** Keys that wait for their time. Each waits once, for the earliest time that is wanted. */
export function createDueKeys<K>(onDue: (key: K) => void) {
  const waiting = new Map<K, { dueAt: number; timer: NodeJS.Timeout }>();

  function start(key: K, dueAt: number): void {
    const waitMs = Math.max(0, Math.min(dueAt - performance.now(), longestTimerMs));
    waiting.set(key, { dueAt, timer: setTimeout(() => end(key, dueAt), waitMs) });
  }

  function end(key: K, dueAt: number): void {
    if (performance.now() < dueAt) {
      start(key, dueAt);
      return;
    }
    waiting.delete(key);
    onDue(key);
  }

  function forget(key: K): void {
    clearTimeout(waiting.get(key)?.timer);
    waiting.delete(key);
  }

  return {
    want(key: K, seconds: number): void {
      const dueAt = performance.now() + seconds * 1000;
      if ((waiting.get(key)?.dueAt ?? Number.POSITIVE_INFINITY) <= dueAt) return;
      forget(key);
      start(key, dueAt);
    },
    forget,
    forgetAll(): void {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
    has: (key: K) => waiting.has(key),
    size: () => waiting.size,
  };
}
