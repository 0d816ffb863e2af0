import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { ScanRequest } from "@sortie/wire";
import type { ScanCommand } from "../arguments/parse-arguments.ts";
import { configScanOptions } from "../programs/config-scan-options.ts";
import type { JobEnvironment } from "../programs/job-template.ts";
import { mainOf, startProgram } from "../programs/start-program.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Run } from "./in-work-folder.ts";
import type { Scanner } from "./scanner.ts";

/**
 * config-scan alone, which reads objects from this process and writes results to it. It is started before the input is
 * read, so that both begin at once; nothing of the input is written to disk. What the scan needs besides is loaded while the
 * program starts.
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
  return {
    async scan(objects, meanwhile) {
      const { scanBy } = await import("./scan-by.ts");
      return await scanBy(program, { objects, meanwhile, outcomeFile, logs: folder.logs, progress });
    },
  };
}

function requestOf({ frameworks, controls, includeNamespaces, excludedNamespaces }: ScanCommand): ScanRequest {
  const target = { type: "config" as const, includeNamespaces, excludedNamespaces, frameworks, controls };
  return { jobId: randomUUID(), parentId: null, target, requestedAt: new Date().toISOString() };
}
