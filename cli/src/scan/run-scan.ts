import { type Cluster, connectCluster } from "@sortie/kube";
import type { ScanCommand } from "../arguments/parse-arguments.ts";
import { type EmbeddedPrograms, namespace } from "../programs/embedded-programs.ts";
import type { Progress } from "../terminal/progress.ts";
import { followCommand } from "./follow-command.ts";
import { lostJob, withProgress } from "./job-end.ts";
import { lastLog, readJobLog, scanFacts, skippedRules } from "./job-log.ts";
import { readScans } from "./read-scans.ts";
import { reportedFailure } from "./reported-failure.ts";
import type { ScanRun } from "./scanner.ts";
import { triggerScan } from "./trigger.ts";

type Options = { programs: EmbeddedPrograms; jobId: string; progress: Progress; signal: AbortSignal };
type RunOptions = Options & { meanwhile: () => void };

/**
 * One scan over the programs' own interfaces: the command is posted, its OperatorCommand followed to the end, the results
 * read from storage. `meanwhile` is called once the command is stored.
 */
export async function runScan(command: ScanCommand, { meanwhile, ...options }: RunOptions): Promise<ScanRun> {
  const { programs, jobId, progress, signal } = options;
  await triggerScan(programs.rest, jobId, command, signal);
  progress.step("scanning");
  meanwhile();
  const cluster = await connectCluster({ kubeconfig: programs.kubeconfig, userAgent: "sortie" });
  try {
    return await followAndRead(cluster, options);
  } finally {
    await cluster.close();
  }
}

async function followAndRead(cluster: Cluster, { programs, jobId, progress, signal }: Options): Promise<ScanRun> {
  const { jobLogs } = programs;
  const end = await withProgress(jobLogs, progress, () => followCommand(cluster, { namespace, jobId, signal }));
  if ("error" in end) throw lostJob(`${end.error.message} (${end.error.reason})`, jobLogs);
  const { outcome } = end;
  if (outcome.status === "failed") throw reportedFailure(outcome, lastLog(jobLogs));
  progress.step("reading the results");
  const log = readJobLog(jobLogs);
  const judged = await readScans(cluster, signal);
  return { judged, counts: outcome.counts, skipped: skippedRules(log), ...scanFacts(log) };
}
