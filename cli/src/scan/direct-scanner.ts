import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Duplex, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { KubeObject } from "@sortie/kube";
import { JobOutcome, type ScanRequest } from "@sortie/wire";
import type { ScanCommand } from "../arguments/parse-arguments.ts";
import { configScanOptions } from "../programs/config-scan-options.ts";
import type { JobEnvironment } from "../programs/job-template.ts";
import { mainOf, startProgram } from "../programs/start-program.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Run } from "./in-work-folder.ts";
import { lostJob, reportedFailure, withProgress } from "./job-end.ts";
import { readJobLog, scanFacts, skippedRules } from "./job-log.ts";
import { readResultLines } from "./read-result-lines.ts";
import type { Scanner } from "./scanner.ts";

/**
 * config-scan alone, which reads objects from this process and writes results to it. It is started before the input is
 * read, so that both begin at once; nothing of the input is written to disk.
 */
export function directScanner(
  command: ScanCommand,
  { job, progress }: { job: JobEnvironment; progress: Progress },
  { folder, onStart }: Run,
): Scanner {
  const outcomeFile = join(folder.path, "outcome.json");
  const env = {
    ...job,
    SCAN_REQUEST: JSON.stringify(requestOf(command)),
    TERMINATION_LOG: outcomeFile,
    RESULTS_FD: "4",
    ...(command.source.type !== "cluster" && { SCANNED_OBJECTS_FD: "3" }),
  };
  const main = mainOf("jobs/config-scan");
  const program = startProgram({
    name: "config-scan",
    main,
    env,
    workFolder: folder,
    nodeOptions: configScanOptions,
    pipes: 2,
  });
  onStart(program);
  const [objectsIn, resultsOut] = program.pipes as [Duplex, Duplex];
  return {
    async scan(objects, meanwhile) {
      progress.step("scanning");
      void send(objects, objectsIn);
      const reading = readResultLines(resultsOut);
      reading.catch(() => {}); // a program that broke off in a line has more to say in its outcome or log
      meanwhile();
      const how = await withProgress(folder.logs, progress, () => program.ended);
      const outcome = readOutcome(outcomeFile);
      if (outcome === undefined) throw lostJob(`config-scan ${how}.`, folder.logs);
      if (outcome.status === "failed") throw reportedFailure(outcome, folder.logs);
      progress.step("reading the results");
      const log = readJobLog(folder.logs);
      return { judged: await reading, counts: outcome.counts, skipped: skippedRules(log), ...scanFacts(log) };
    },
  };
}

function requestOf({ frameworks, controls, includeNamespaces, excludedNamespaces }: ScanCommand): ScanRequest {
  const target = { type: "config" as const, includeNamespaces, excludedNamespaces, frameworks, controls };
  return { jobId: randomUUID(), parentId: null, target, requestedAt: new Date().toISOString() };
}

/** A program that does not read to the end has ended, and says itself why. */
async function send(objects: readonly KubeObject[], to: Writable): Promise<void> {
  await pipeline(linesOf(objects), to).catch(() => {});
}

/** Characters that are sent at once. */
const chunkLength = 65_536;

function* linesOf(objects: readonly KubeObject[]): Generator<string> {
  let chunk = "";
  for (const object of objects) {
    chunk += `${JSON.stringify(object)}\n`;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
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
