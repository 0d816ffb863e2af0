import { setTimeout } from "node:timers/promises";

/** Waits; a parameter, so that tests do not. */
export type Wait = (seconds: number, signal: AbortSignal) => Promise<void>;

export const waitSeconds: Wait = (seconds, signal) => setTimeout(seconds * 1000, undefined, { signal });

/** Half a minute in all: longer than a restart of storage takes, shorter than anybody's patience. */
const pausesSeconds = [0.5, 1, 2, 4, 8, 16];

/** Does something that may be done twice, again after a pause each time that it fails for want of a server. */
export async function patiently<T>(
  work: () => Promise<T>,
  isOutage: (err: unknown) => boolean,
  { wait, signal }: { wait: Wait; signal: AbortSignal },
): Promise<T> {
  for (const pause of pausesSeconds) {
    try {
      return await work();
    } catch (err) {
      if (signal.aborted || !isOutage(err)) throw err;
      await wait(pause, signal);
    }
  }
  return work();
}
