import { parentPort } from "node:worker_threads";
import { checkDatabase } from "./check-database.ts";

/** Checks a database and tells the thread that started this one. */
export function runCheckThread(database: string): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(checkDatabase(database));
}
