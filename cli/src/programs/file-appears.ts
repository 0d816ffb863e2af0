import { existsSync, watch } from "node:fs";
import { dirname } from "node:path";

/**
 * Resolves when a file is there; its folder has to exist. Rejects with the signal's reason, unless the file is there by
 * then: a process that was busy with a large input learns of both at once.
 */
export function fileAppears(path: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const watcher = watch(dirname(path), look);
    const stop = () => finish(() => (existsSync(path) ? resolve() : reject(signal.reason)));
    signal.addEventListener("abort", stop, { once: true });
    watcher.once("error", (error) => finish(() => reject(error)));
    if (signal.aborted) stop();
    // It may have appeared before the watch began.
    look();

    function look(): void {
      if (existsSync(path)) finish(resolve);
    }

    function finish(settle: () => void): void {
      signal.removeEventListener("abort", stop);
      watcher.close();
      settle();
    }
  });
}
