// Loaded with `node --import` before a program that the command line starts. Standard input is a pipe from the parent
// that is never written to: it ends when the parent is gone, even by SIGKILL, and then this program is not needed either.
import { rmSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const stopWithinMilliseconds = 5000;

// Worker threads load it, too; a process ends once.
if (isMainThread) {
  process.stdin.on("end", endWithParent);
  process.stdin.resume();
  process.stdin.unref();
}

function endWithParent(): void {
  const folder = new URL(import.meta.url).searchParams.get("folder");
  process.once("exit", () => {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  });
  setTimeout(() => process.exit(75), stopWithinMilliseconds).unref();
  process.kill(process.pid, "SIGTERM");
}
