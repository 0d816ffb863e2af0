import { join } from "node:path";
import { configScanOptions } from "@sortie/posture/node-options";
import type { ScanCommand } from "../arguments/parse-arguments.ts";
import type { JobEnvironment } from "../programs/job-template.ts";
import { mainOf, startProgram } from "../programs/start-program.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Run } from "./in-work-folder.ts";
import { requestOf } from "./scan-request.ts";
import type { Scanner } from "./scanner.ts";

/** config-scan alone, which reads a cluster and writes its results to this process. */
export function directScanner(
  command: ScanCommand,
  { job, progress }: { job: JobEnvironment; progress: Progress },
  { folder, signal, onStart }: Run,
): Scanner {
  const outcomeFile = join(folder.path, "outcome.json");
  const env = {
    ...job,
    SCAN_REQUEST: JSON.stringify(requestOf(command)),
    TERMINATION_LOG: outcomeFile,
    RESULTS_FD: "3",
  };
  const main = mainOf("jobs/config-scan");
  const program = startProgram({
    name: "config-scan",
    main,
    env,
    workFolder: folder,
    nodeOptions: configScanOptions,
    pipes: 1,
  });
  onStart(program);
  return {
    async scan(_objects, meanwhile) {
      const { scanBy } = await import("./scan-by.ts");
      return await scanBy(program, { meanwhile, outcomeFile, logs: folder.logs, progress, signal });
    },
  };
}
