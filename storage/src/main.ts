import { isMainThread } from "node:worker_threads";

// An image holds the program as one file, so the writer thread begins here too. Each thread loads only its own part:
// the other's would cost it 40 MB.
if (isMainThread) {
  const { runStorage } = await import("./run-storage.ts");
  await runStorage(import.meta.filename);
} else {
  const { runWriterThread } = await import("./store/sqlite/writer-thread.ts");
  runWriterThread();
}
