import { logLines } from "../programs/log-excerpt.ts";
import { type Progress, silent } from "../terminal/progress.ts";
import { lastLog, progressOf, readJobLog } from "./job-log.ts";
import { ScanFailedError } from "./scan-failed-error.ts";

const progressEveryMs = 250;

/** Says what the Job's log says of how far it is, while `act` waits for it. */
export async function withProgress<T>(jobLogs: string, progress: Progress, act: () => Promise<T>): Promise<T> {
  if (progress === silent) return await act();
  let said = "scanning";
  const timer = setInterval(() => {
    const text = progressOf(readJobLog(jobLogs));
    if (text !== said) progress.step(text);
    said = text;
  }, progressEveryMs);
  try {
    return await act();
  } finally {
    clearInterval(timer);
  }
}

/** Nothing but the end of the log tells why the Job ended. */
export function lostJob(what: string, jobLogs: string): ScanFailedError {
  const log = lastLog(jobLogs);
  return new ScanFailedError([`The scan failed: ${what}`, ...(log === undefined ? [] : logLines(log))].join("\n"));
}
