import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Address } from "./client.ts";

/** What a thread of watchers is started with. */
export type WatcherOptions = { address: Address; path: string; count: number };

/** What it has seen: events of each watcher, and when the last of them had each event, in milliseconds since 1970. */
export type Watched = { events: number[]; toldAt: number[] };

export type Watchers = {
  /** When each of them has had so many events. @throws Error when one has more, or does not get them. */
  until(events: number): Promise<Watched>;
  close(): Promise<void>;
};

const patienceSeconds = 60;

/** Opens watches, all of one path, in a thread of their own: what they read does not hold up the client that writes. */
export async function openWatchers(options: WatcherOptions): Promise<Watchers> {
  const worker = new Worker(new URL("watcher-thread.ts", import.meta.url), { workerData: options });
  await once(worker, "message");
  const look = async (): Promise<Watched> => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage("look");
    const [seen] = (await once(worker, "message")) as [Watched];
    return seen;
  };
  return {
    until: async (events) => {
      const deadline = performance.now() + patienceSeconds * 1000;
      let seen = await look();
      while (seen.events.some((count) => count < events) && performance.now() < deadline) {
        // Asked now and then, so that to count an event costs the thread no more than that.
        await sleep(100);
        seen = await look();
      }
      const wrong = seen.events.filter((count) => count !== events);
      if (wrong.length > 0) throw new Error(`${wrong.length} watchers have not had ${events} events but ${wrong[0]}`);
      return seen;
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
