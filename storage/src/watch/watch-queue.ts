import type { StoreEvent } from "../store/store.ts";

/** Events of one watcher that its connection has not taken yet. */
export type WatchQueue = {
  push(event: StoreEvent): void;
  /** Resolves at the next event, or when the signal aborts. At once when there is something. */
  waits(signal: AbortSignal): Promise<void>;
  /** All events so far, oldest first. */
  take(): StoreEvent[];
  readonly isEmpty: boolean;
  /** More came than may wait: what follows is lost, so the watch has to end. */
  readonly isOverflown: boolean;
};

export function createWatchQueue(limit: number): WatchQueue {
  let events: StoreEvent[] = [];
  let isOverflown = false;
  let wake: (() => void) | undefined;

  return {
    get isOverflown() {
      return isOverflown;
    },
    get isEmpty() {
      return events.length === 0;
    },
    push: (event) => {
      if (events.length >= limit) isOverflown = true;
      if (!isOverflown) events.push(event);
      wake?.();
    },
    waits: (signal) =>
      new Promise((resolve) => {
        if (events.length > 0 || isOverflown || signal.aborted) {
          resolve();
          return;
        }
        const done = () => {
          wake = undefined;
          signal.removeEventListener("abort", done);
          resolve();
        };
        wake = done;
        signal.addEventListener("abort", done);
      }),
    take: () => {
      const taken = events;
      events = [];
      return taken;
    },
  };
}
