import { workerData } from "node:worker_threads";
import type { LargeOptions } from "./large/messages.ts";
import type { CheckOptions } from "./maintenance/unclean-stop.ts";
import type { WriterOptions } from "./store/sqlite/writer-messages.ts";

/** What a thread of this program does: write to the database, look at it, or answer large requests. */
export async function runThread(): Promise<void> {
  const options = workerData as WriterOptions | CheckOptions | LargeOptions;
  if ("check" in options) {
    const { runCheckThread } = await import("./maintenance/check-thread.ts");
    return runCheckThread(options.check);
  }
  if ("large" in options) {
    const { runLargeThread } = await import("./large/large-thread.ts");
    return runLargeThread();
  }
  const { runWriterThread } = await import("./store/sqlite/writer-thread.ts");
  return runWriterThread();
}
