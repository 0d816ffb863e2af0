import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Files of one attempt: what it logs, how it says it ended, and how a later runner finds its process. */
export function attemptFiles(dir: string, pod: string) {
  return { log: join(dir, `${pod}.log`), termination: join(dir, `${pod}.termination`), pid: join(dir, `${pod}.pid`) };
}

/** What the names of an attempt's files have after that of its Job (`newAttemptPod`). */
const afterJob = /^-[0-9a-f]{5}\.(log|termination|pid)$/;

/** Files of all attempts at a Job. */
export function removeFilesOfJob(dir: string, job: string): void {
  for (const name of existsSync(dir) ? readdirSync(dir) : []) {
    if (name.startsWith(job) && afterJob.test(name.slice(job.length))) rmSync(join(dir, name), { force: true });
  }
}
