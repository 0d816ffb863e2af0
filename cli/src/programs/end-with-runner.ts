// Loaded with `node --import` before a Job's program on this machine. It has no pipe from the process that runs it, so it
// looks now and then whether it still has the same parent: an orphan's results go nowhere.
import { isMainThread } from "node:worker_threads";

const lookEveryMilliseconds = 1000;

if (isMainThread) {
  const runner = process.ppid;
  setInterval(() => {
    if (process.ppid !== runner) process.kill(process.pid, "SIGTERM");
  }, lookEveryMilliseconds).unref();
}
