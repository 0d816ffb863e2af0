import { readFileSync } from "node:fs";
import type { Duplex, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { JobOutcome } from "@sortie/wire";
import type { ManifestObject } from "../input/manifest-object.ts";
import type { Program } from "../programs/start-program.ts";
import type { Progress } from "../terminal/progress.ts";
import { lostJob, reportedFailure, withProgress } from "./job-end.ts";
import { readJobLog, scanFacts, skippedRules } from "./job-log.ts";
import { objectLines } from "./object-lines.ts";
import { readResultLines } from "./read-result-lines.ts";
import type { ScanRun } from "./scanner.ts";

type Scan = {
  objects: readonly ManifestObject[];
  meanwhile: () => void;
  /** Where the program was told to write its `JobOutcome`. */
  outcomeFile: string;
  /** Folder of its log. */
  logs: string;
  progress: Progress;
};

/**
 * Sends objects to config-scan, which is running or starting, and takes its results.
 *
 * @throws ScanFailedError, UsageError
 */
export async function scanBy(program: Pick<Program, "pipes" | "ended">, scan: Scan): Promise<ScanRun> {
  const { objects, meanwhile, outcomeFile, logs, progress } = scan;
  const [objectsIn, resultsOut] = program.pipes as [Duplex, Duplex];
  progress.step("scanning");
  void send(objects, objectsIn);
  const reading = readResultLines(resultsOut);
  reading.catch(() => {}); // a program that broke off in a line has more to say in its outcome or log
  meanwhile();
  const how = await withProgress(logs, progress, () => program.ended);
  const outcome = readOutcome(outcomeFile);
  if (outcome === undefined) throw lostJob(`config-scan ${how}.`, logs);
  if (outcome.status === "failed") throw reportedFailure(outcome, logs);
  progress.step("reading the results");
  const log = readJobLog(logs);
  return { judged: await reading, counts: outcome.counts, skipped: skippedRules(log), ...scanFacts(log) };
}

/** A program that does not read to the end has ended, and says itself why. */
async function send(objects: readonly ManifestObject[], to: Writable): Promise<void> {
  await pipeline(objectLines(objects), to).catch(() => {});
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
