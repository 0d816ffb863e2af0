import { workerData } from "node:worker_threads";
import type { CheckOptions } from "./maintenance/unclean-stop.ts";
import type { WriterOptions } from "./store/sqlite/writer-messages.ts";

/** What a thread of this program does: write to the database, or look at it. */
export async function runThread(): Promise<void> {
  const options = workerData as WriterOptions | CheckOptions;
  if ("check" in options) {
    const { runCheckThread } = await import("./maintenance/check-thread.ts");
    return runCheckThread(options.check);
  }
  const { runWriterThread } = await import("./store/sqlite/writer-thread.ts");
  return runWriterThread();
}
