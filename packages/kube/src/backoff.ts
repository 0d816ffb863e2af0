import { setTimeout as wait } from "node:timers/promises";

export type BackoffTimes = { firstSeconds: number; maxSeconds: number };

/**
 * How long to wait after the given number of failures in a row: doubles from `firstSeconds` up to `maxSeconds`. Half of it
 * is random, so that clients that lost the same server do not come back together.
 */
export function backoffSeconds(
  failures: number,
  { firstSeconds, maxSeconds }: BackoffTimes,
  random = Math.random,
): number {
  const seconds = Math.min(maxSeconds, firstSeconds * 2 ** Math.max(0, failures - 1));
  return seconds * (0.5 + random() / 2);
}

/** Waits; an abort rejects at once with the signal's reason. */
export async function sleep(seconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(seconds * 1000, undefined, signal ? { signal } : {});
  } catch (err) {
    signal?.throwIfAborted();
    throw err;
  }
}
