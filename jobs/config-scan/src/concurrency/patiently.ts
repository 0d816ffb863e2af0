import { setTimeout } from "node:timers/promises";

/** Waits; a parameter, so that tests do not. */
export type Wait = (seconds: number, signal: AbortSignal) => Promise<void>;

export const waitSeconds: Wait = (seconds, signal) => setTimeout(seconds * 1000, undefined, { signal });

/** Half a minute in all: longer than a restart of storage takes, shorter than anybody's patience. */
const pausesSeconds = [0.5, 1, 2, 4, 8, 16];
const patienceSeconds = pausesSeconds.reduce((sum, pause) => sum + pause);

type Patience = {
  isOutage: (err: unknown) => err is Error;
  /** Told before each pause, which is in seconds. */
  onOutage: (err: Error, pause: number) => void;
  wait: Wait;
  signal: AbortSignal;
};

/**
 * Does something that may be done twice, again after a pause each time that it fails for want of a server. A try takes up to a
 * minute where the server names a time to come back, as with a full disk: what tries take counts from the first failure on.
 */
export async function patiently<T>(work: () => Promise<T>, { isOutage, onOutage, wait, signal }: Patience): Promise<T> {
  let endsAt = Number.POSITIVE_INFINITY;
  for (const pause of pausesSeconds) {
    try {
      return await work();
    } catch (err) {
      const now = performance.now();
      endsAt = Math.min(endsAt, now + patienceSeconds * 1000);
      if (signal.aborted || !isOutage(err) || now >= endsAt) throw err;
      onOutage(err, pause);
      await wait(pause, signal);
    }
  }
  return work();
}
