import { readFileSync } from "node:fs";
import type { Duplex } from "node:stream";
import { untilAborted } from "@sortie/kube/until-aborted";
import { JobOutcome } from "@sortie/wire";
import type { Program } from "../programs/start-program.ts";
import type { Progress } from "../terminal/progress.ts";
import { lostJob, withProgress } from "./job-end.ts";
import { lastLog, readJobLog, scanFacts, skippedRules } from "./job-log.ts";
import { readResultLines } from "./read-result-lines.ts";
import { reportedFailure } from "./reported-failure.ts";
import type { ScanRun } from "./scanner.ts";

type Scan = {
  meanwhile: () => void;
  /** Where the program was told to write its `JobOutcome`. */
  outcomeFile: string;
  /** Folder of its log. */
  logs: string;
  progress: Progress;
  signal: AbortSignal;
};

/**
 * Takes the results of config-scan, which is running or starting.
 *
 * @throws ScanFailedError, UsageError; the signal's reason.
 */
export async function scanBy(program: Pick<Program, "pipes" | "ended">, scan: Scan): Promise<ScanRun> {
  const { meanwhile, outcomeFile, logs, progress, signal } = scan;
  const [resultsOut] = program.pipes as [Duplex];
  progress.step("scanning");
  const reading = readResultLines(resultsOut);
  reading.catch(() => {}); // a program that broke off in a line has more to say in its outcome or log
  meanwhile();
  const how = await withProgress(logs, progress, () => untilAborted(program.ended, signal));
  const outcome = readOutcome(outcomeFile);
  if (outcome === undefined) throw lostJob(`config-scan ${how}.`, logs);
  if (outcome.status === "failed") throw reportedFailure(outcome, lastLog(logs));
  progress.step("reading the results");
  const log = readJobLog(logs);
  return { judged: await reading, counts: outcome.counts, skipped: skippedRules(log), ...scanFacts(log) };
}

/** `undefined` where the program did not get to write one. */
function readOutcome(file: string): JobOutcome | undefined {
  try {
    return JobOutcome.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && "code" in error)) return undefined;
    throw error;
  }
}
