import { isMainThread } from "node:worker_threads";

// An image holds the program as one file, so its threads begin here too. Each loads only its own part: the other's would
// cost it 40 MB.
if (!isMainThread) {
  const { runThread } = await import("./run-thread.ts");
  await runThread();
} else if (process.argv.length > 2) {
  const { command } = await import("./maintenance/command.ts");
  await command(process.argv.slice(2));
} else {
  const { runStorage } = await import("./run-storage.ts");
  await runStorage(import.meta.filename);
}
