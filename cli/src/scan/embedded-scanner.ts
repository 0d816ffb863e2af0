import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ScanCommand } from "../arguments/parse-arguments.ts";
import { startEmbeddedPrograms } from "../programs/embedded-programs.ts";
import type { JobEnvironment } from "../programs/job-template.ts";
import { inTemporaryFolder } from "../programs/work-folder.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Run } from "./in-work-folder.ts";
import { objectLines } from "./object-lines.ts";
import { runScan } from "./run-scan.ts";
import type { Scanner } from "./scanner.ts";

type Options = {
  clusterName: string;
  job: JobEnvironment;
  inherited: Record<string, string | undefined>;
  progress: Progress;
};

/** Storage and the dispatcher as in a cluster: the scan is a command that is posted, and its results are stored. */
export function embeddedScanner(command: ScanCommand, options: Options, { folder, signal, onStart }: Run): Scanner {
  const { progress } = options;
  const objectsFile = join(folder.path, "objects.ndjson");
  const job = { ...options.job, ...(command.source.type !== "cluster" && { SCANNED_OBJECTS: objectsFile }) };
  const programs = startEmbeddedPrograms({ ...options, job, workFolder: folder, signal, onStart });
  // A failed start is reported where it is waited for, unless the input is at fault before.
  programs.catch(() => {});
  return {
    async scan(objects, meanwhile) {
      const text = Buffer.concat([...objectLines(objects)]);
      inTemporaryFolder(() => writeFileSync(objectsFile, text, { mode: 0o600 }));
      const ready = await programs;
      const running = runScan(command, { programs: ready, jobId: randomUUID(), progress, signal, meanwhile });
      return await Promise.race([running, ready.failed]);
    },
  };
}
