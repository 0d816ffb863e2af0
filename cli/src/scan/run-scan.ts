import { type Cluster, connectCluster } from "@sortie/kube";
import type { WorkloadConfigurationScan } from "@sortie/wire";
import type { ScanCommand } from "../arguments/parse-arguments.ts";
import { type EmbeddedPrograms, namespace } from "../programs/embedded-programs.ts";
import { logLines } from "../programs/start-program.ts";
import type { Progress } from "../terminal/progress.ts";
import { followCommand } from "./follow-command.ts";
import { lastLog, progressOf, readJobLog, skippedRules } from "./job-log.ts";
import { readScans } from "./read-scans.ts";
import { ScanFailedError } from "./scan-failed-error.ts";
import { triggerScan } from "./trigger.ts";

/** What a scan gave: the stored results, what its Job counted, and the rules that could not judge everything. */
export type ScanRun = {
  scans: WorkloadConfigurationScan[];
  counts: Record<string, number>;
  skipped: ReturnType<typeof skippedRules>;
};

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
  const end = await withProgress(programs, progress, () => followCommand(cluster, { namespace, jobId, signal }));
  if ("error" in end) throw new ScanFailedError(lost(`${end.error.message} (${end.error.reason})`, programs));
  const { outcome } = end;
  if (outcome.status === "failed")
    throw new ScanFailedError(reported(`${outcome.message} (${outcome.code})`, programs));
  progress.step("reading the results");
  const skipped = skippedRules(readJobLog(programs.jobLogs));
  return { scans: await readScans(cluster, signal), counts: outcome.counts, skipped };
}

const progressEveryMs = 250;

/** Says what the Job's log says of how far it is, while `act` waits for it. */
async function withProgress<T>({ jobLogs }: EmbeddedPrograms, progress: Progress, act: () => Promise<T>): Promise<T> {
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

/** The Job said what went wrong; its log has the details. */
function reported(what: string, { jobLogs }: EmbeddedPrograms): string {
  const log = lastLog(jobLogs);
  return [`The scan failed: ${what}`, ...(log === undefined ? [] : [`Its log: ${log}`])].join("\n");
}

/** Nothing but the end of the log tells why the Job ended. */
function lost(what: string, { jobLogs }: EmbeddedPrograms): string {
  const log = lastLog(jobLogs);
  return [`The scan failed: ${what}`, ...(log === undefined ? [] : logLines(log))].join("\n");
}
