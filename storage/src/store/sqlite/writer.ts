import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { StoreBusyError } from "../store.ts";
import type { WriteResult, WrittenChange } from "./commit-batch.ts";
import { diskTrouble } from "./disk-error.ts";
import type { FromWriter, ToWriter, WriterOptions } from "./writer-messages.ts";

/** Changes that may wait for the disk: at the slowest disk worth the name that is a second. */
const waitingLimit = 4096;

/** Turns of the event loop that are waited for while each brings more changes: nobody waits for ever. */
const turnsAtMost = 8;

/** The thread holds a batch of changes at most: what the heap may grow to is what it grows to. */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 };

type Waiting = { resolve(result: WriteResult): void; reject(error: Error): void };

/**
 * The main thread's side of the writer. One batch is on its way at a time: what comes meanwhile is the next one, and it goes
 * at the end of a turn of the event loop that has brought nothing more. So the more there is to do the fewer flushes and
 * messages a change costs, each of which takes as long as to write two scans. Changes of one turn stay together; answers
 * come back in order.
 */
export type Writer = {
  /** `settled` is called with the result before the promise resolves, in commit order over all changes. */
  commit(change: WrittenChange, settled: (result: WriteResult) => void): Promise<WriteResult>;
  compact(): void;
  close(): Promise<void>;
};

/** `damaged` is told why history cannot be forgotten, whenever that is tried. */
type Deps = { now: () => Date; damaged: (message: string) => void };

/** @param program File that calls `runWriterThread` in a worker thread. */
export async function startWriter(program: string, options: WriterOptions, { now, damaged }: Deps): Promise<Writer> {
  const worker = new Worker(program, { workerData: options, resourceLimits });
  const { file } = options;
  await opened(worker, file);
  const sent: Waiting[][] = [];
  let next: { changes: WrittenChange[]; waiting: Waiting[] } = { changes: [], waiting: [] };
  let waitingCount = 0;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  const send = (message: ToWriter) => worker.postMessage(message);

  worker.on("message", (message: FromWriter) => {
    if (message.event === "damaged") damaged(message.message);
  });
  worker.on("message", (message: FromWriter) => {
    if (message.event !== "committed" && message.event !== "failed") return;
    const waiting = sent.shift() ?? [];
    waitingCount -= waiting.length;
    for (const [index, each] of waiting.entries()) {
      const result = message.event === "committed" ? message.results[index] : undefined;
      if (result) each.resolve(result);
      else each.reject(writeError(message, file));
    }
    if (next.changes.length > 0) setImmediate(gather, 0, 1);
  });

  /** At the end of each turn, from the first change that can go. `known`: how many there were at the end of the one before. */
  function gather(known: number, turn: number): void {
    if (sent.length > 0) return;
    const { length } = next.changes;
    if (length > known && turn < turnsAtMost) setImmediate(gather, length, turn + 1);
    else sendNext();
  }

  function sendNext(): void {
    if (next.changes.length === 0) return;
    const { changes, waiting } = next;
    next = { changes: [], waiting: [] };
    sent.push(waiting);
    send({ do: "commit", at: now().getTime(), changes });
  }

  return {
    commit: (change, settled) => {
      if (waitingCount >= waitingLimit) throw new StoreBusyError(`${waitingCount} changes wait for the disk`);
      waitingCount += 1;
      if (next.changes.length === 0) setImmediate(gather, 0, 1);
      next.changes.push(change);
      return new Promise((resolve, reject) => {
        next.waiting.push({
          resolve: (result) => {
            settled(result);
            resolve(result);
          },
          reject,
        });
      });
    },
    compact: () => send({ do: "compact", at: now().getTime() }),
    close: async () => {
      sendNext();
      const exited = once(worker, "exit");
      send({ do: "close" });
      await exited;
    },
  };
}

/** A thread that cannot open its database ends with an error; one that fails later ends the process. */
async function opened(worker: Worker, file: string): Promise<void> {
  await once(worker, "message").catch((error: Error) => {
    throw diskTrouble(error, file) ?? error;
  });
  worker.on("error", (error) => {
    throw error;
  });
}

function writeError(message: FromWriter, file: string): Error {
  if (message.event !== "failed") return new Error("the writer answered for fewer changes than it was given");
  return diskTrouble(message, file) ?? new Error(message.message);
}
