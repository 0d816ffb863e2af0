import type { Writer } from "./writer.ts";

type Options = {
  /** Starts a writer, and with it its thread. */
  start: () => Promise<Writer>;
  now: () => Date;
  /** So long without a change, and the thread ends: it is a tenth of what an idle server has in memory. */
  restAfterSeconds: number;
  /** When the changes before a rest have left the history window, they are forgotten. */
  historySeconds: number;
};

/** A writer that has a thread while there are changes to write. The first change after a rest waits until it is there. */
export function restingWriter({ start, now, restAfterSeconds, historySeconds }: Options): Writer {
  let awake: Promise<Writer> | undefined;
  let closed = Promise.resolve();
  let running = 0;
  let forgetAt = historyEnd();

  function historyEnd(): number {
    return now().getTime() + historySeconds * 1000;
  }

  function wake(): Promise<Writer> {
    // One at a time has the database open for writing.
    awake ??= closed.then(start).catch((error: unknown) => {
      awake = undefined;
      throw error;
    });
    idle.refresh();
    return awake;
  }

  function rest(): void {
    if (!awake || running > 0) return;
    forgetAt = historyEnd();
    // A thread that ended badly has ended: what is wrong with the file, the next one says to whoever writes.
    closed = awake.then((writer) => writer.close()).catch(() => {});
    awake = undefined;
  }
  const idle = setTimeout(rest, restAfterSeconds * 1000).unref();

  return {
    commit: async (change, settled) => {
      running += 1;
      try {
        // All wait for the same promise, which keeps them in order.
        return await (await wake()).commit(change, settled);
      } finally {
        running -= 1;
        idle.refresh();
      }
    },
    compact: () => {
      const isDue = now().getTime() >= forgetAt;
      if (!awake && !isDue) return;
      if (isDue) forgetAt = Number.POSITIVE_INFINITY;
      // A writer that does not start says so to whoever writes.
      (awake ?? wake()).then((writer) => writer.compact()).catch(() => {});
    },
    close: async () => {
      clearTimeout(idle);
      await closed;
      await (await awake)?.close();
    },
  };
}
