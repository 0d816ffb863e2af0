import { DatabaseSync } from "node:sqlite";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { createBatchWriter } from "./commit-batch.ts";
import { compact, type KeptWindow } from "./compact.ts";
import { isDamage } from "./damage.ts";
import { isDiskError } from "./disk-error.ts";
import { firstVersion } from "./first-version.ts";
import { emptyJournal } from "./journal.ts";
import { prepareDatabase } from "./schema.ts";
import type { FromWriter, ToWriter, WriterOptions } from "./writer-messages.ts";

/** The only place that writes to the database: each batch in one transaction. Does nothing outside a worker thread. */
export function runWriterThread(): void {
  if (!parentPort) return;
  const port = parentPort;
  const { file, history, openedAt } = workerData as WriterOptions;
  const db = new DatabaseSync(file);
  const started = new Date(openedAt);
  prepareDatabase(db, started);
  const first = firstVersion(started);
  const commit = createBatchWriter(db, first);
  const compactOn = (at: number) => {
    // The rest after whatever came meanwhile: commits wait for one chunk at most.
    if (db.isOpen && !compactOrWait(port, db, { window: { ...history, first }, at })) setImmediate(compactOn, at);
  };

  port.on("message", (message: ToWriter) => {
    if (message.do === "commit") answer(port, message, commit);
    if (message.do === "compact") compactOn(message.at);
    if (message.do === "close") close(port, db);
  });
  send(port, { event: "opened" });
}

/**
 * Whether there is nothing left to do. A full disk does not take a deletion either: the next call tries again. What of a damaged
 * database can be read is better than none.
 */
function compactOrWait(
  port: MessagePort,
  db: DatabaseSync,
  { window, at }: { window: KeptWindow; at: number },
): boolean {
  try {
    return compact(db, window, new Date(at)).done;
  } catch (error) {
    if (isDamage(error)) send(port, { event: "damaged", message: (error as Error).message });
    else if (!isDiskError(error)) throw error;
    return true;
  }
}

function answer(
  port: MessagePort,
  { at, changes }: ToWriter & { do: "commit" },
  commit: ReturnType<typeof createBatchWriter>,
): void {
  try {
    send(port, { event: "committed", results: commit(changes, new Date(at)) });
  } catch (error) {
    const { errcode, message } = error as Error & { errcode?: number };
    send(port, { event: "failed", errcode, message });
  }
}

function close(port: MessagePort, db: DatabaseSync): void {
  emptyJournal(db);
  db.close();
  send(port, { event: "closed" });
  port.close();
}

function send(port: MessagePort, message: FromWriter): void {
  port.postMessage(message);
}
