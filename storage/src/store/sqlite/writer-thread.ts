import { DatabaseSync } from "node:sqlite";
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { createBatchWriter, type WrittenChange } from "./commit-batch.ts";
import { compact, type HistoryWindow } from "./compact.ts";
import { isDiskError } from "./disk-error.ts";
import { emptyJournal } from "./journal.ts";
import { prepareDatabase } from "./schema.ts";
import type { FromWriter, ToWriter, WriterOptions } from "./writer-messages.ts";

/** Changes per transaction. More only makes the first of them wait longer. */
const batchLimit = 512;

/**
 * The only place that writes to the database. Everything that waits in the port is committed in one transaction, so the
 * more there is to do the fewer flushes a change costs. Does nothing outside a worker thread.
 */
export function runWriterThread(): void {
  if (!parentPort) return;
  const port = parentPort;
  const { file, history, openedAt } = workerData as WriterOptions;
  const db = new DatabaseSync(file);
  prepareDatabase(db, new Date(openedAt));
  const commit = createBatchWriter(db);
  const compactOn = (at: number) => {
    // The rest after whatever came meanwhile: commits wait for one chunk at most.
    if (db.isOpen && !compactOrWait(db, history, new Date(at))) setImmediate(compactOn, at);
  };

  port.on("message", (first: ToWriter) => {
    for (const group of groups([first, ...waiting(port)])) {
      if (group.do === "commit") answer(port, group, commit);
      if (group.do === "compact") compactOn(group.at);
      if (group.do === "close") close(port, db);
    }
  });
  send(port, { event: "opened" });
}

/** Whether there is nothing left to do. A full disk does not take a deletion either: the next call tries again. */
function compactOrWait(db: DatabaseSync, history: HistoryWindow, now: Date): boolean {
  try {
    return compact(db, history, now).done;
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return true;
  }
}

type Group = { do: "commit"; at: number; messages: WrittenChange[][] } | Exclude<ToWriter, { do: "commit" }>;

function answer(
  port: MessagePort,
  group: Group & { do: "commit" },
  commit: ReturnType<typeof createBatchWriter>,
): void {
  try {
    const results = commit(group.messages.flat(), new Date(group.at));
    let sent = 0;
    for (const { length } of group.messages) {
      send(port, { event: "committed", results: results.slice(sent, sent + length) });
      sent += length;
    }
  } catch (error) {
    const failure: FromWriter = { event: "failed", full: isDiskError(error), message: String(error) };
    for (const _ of group.messages) send(port, failure);
  }
}

/** Joins neighbouring commits, up to the batch limit. */
function* groups(messages: ToWriter[]): Generator<Group> {
  let open: (Group & { do: "commit" }) | undefined;
  let size = 0;
  for (const message of messages) {
    if (message.do === "commit" && open && size + message.changes.length <= batchLimit) {
      open.messages.push(message.changes);
      size += message.changes.length;
      continue;
    }
    if (open) yield open;
    open = undefined;
    if (message.do === "commit") {
      open = { do: "commit", at: message.at, messages: [message.changes] };
      size = message.changes.length;
    } else yield message;
  }
  if (open) yield open;
}

function waiting(port: MessagePort): ToWriter[] {
  const messages: ToWriter[] = [];
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) messages.push(next.message);
  return messages;
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
