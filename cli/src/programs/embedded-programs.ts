import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Progress } from "../terminal/progress.ts";
import { compileCache } from "./compile-cache.ts";
import { fileAppears } from "./file-appears.ts";
import { type JobEnvironment, jobTemplate } from "./job-template.ts";
import { logLines } from "./log-excerpt.ts";
import { ProgramFailedError } from "./program-failed-error.ts";
import { mainOf, type Program, startProgram } from "./start-program.ts";
import { inTemporaryFolder, type WorkFolder } from "./work-folder.ts";

/** Storage and dispatcher running as child processes, ready for a command. */
export type EmbeddedPrograms = {
  /** Kubeconfig of storage, which is the API server of this run. */
  kubeconfig: string;
  /** Base URL of the dispatcher's REST API. */
  rest: string;
  /** Rejects when a program ends too early. */
  failed: Promise<never>;
  /** Folder of the logs of the Jobs that ran. */
  jobLogs: string;
};

type Options = {
  workFolder: WorkFolder;
  clusterName: string;
  job: JobEnvironment;
  /** The caller's environment, for the kubeconfig's credential plugins. */
  inherited: Record<string, string | undefined>;
  signal: AbortSignal;
  progress: Progress;
  /** Called with each program once it was started. */
  onStart: (program: Program) => void;
};

/** Where commands, Jobs and results live; storage knows no namespaces of its own. */
export const namespace = "kubescape";

const readyWithinSeconds = 30;

/** Starts storage and dispatcher and waits until both can be talked to. */
export async function startEmbeddedPrograms(options: Options): Promise<EmbeddedPrograms> {
  const { workFolder, job, inherited, signal } = options;
  const at = (name: string) => join(workFolder.path, name);
  const kubeconfig = at("storage.kubeconfig");
  const address = at("dispatcher.address");
  const jobLogs = join(workFolder.logs, "jobs");
  const template = jobTemplate({ ...job, STORAGE_KUBECONFIG: kubeconfig, RESULTS_NAMESPACE: namespace });
  inTemporaryFolder(() => {
    for (const folder of [at("templates"), jobLogs]) mkdirSync(folder);
    writeFileSync(at("templates/config-scan.yaml"), template, { mode: 0o600 });
  });

  options.progress.step("starting storage and the dispatcher");
  const common = { ...inherited, ...compileCache(inherited), LOG_LEVEL: "info" };
  const storageEnv = { STORAGE_MODE: "embedded", DATABASE_FILE: at("storage.db"), KUBECONFIG_OUT: kubeconfig };
  const dispatcherEnv = {
    LAUNCHER: "process",
    KUBECONFIG_FILE: kubeconfig,
    NAMESPACE: namespace,
    CLUSTER_NAME: options.clusterName,
    JOB_TEMPLATES_DIR: at("templates"),
    RUNNER_DIR: jobLogs,
    REST_ADDRESS: "127.0.0.1:0",
    PROBE_ADDRESS: "127.0.0.1:0",
    ADDRESS_FILE: address,
  };
  const start = (name: string, own: Record<string, string>, after?: string) => {
    const program = startProgram({ name, main: mainOf(name), env: { ...common, ...own }, workFolder, after });
    options.onStart(program);
    return program;
  };
  const storage = start("storage", storageEnv);
  const dispatcher = start("dispatcher", dispatcherEnv, kubeconfig);
  const failed = Promise.race([storage.failed(), dispatcher.failed()]);
  // Until somebody waits for it, a failure is no unhandled rejection.
  failed.catch(() => {});
  await Promise.race([ready(storage, kubeconfig, signal), failed]);
  await Promise.race([ready(dispatcher, address, signal), failed]);
  const { rest } = z.object({ rest: z.url() }).parse(JSON.parse(readFileSync(address, "utf8")));
  return { kubeconfig, rest, jobLogs, failed };
}

/** A program says that it is ready by writing a file. */
async function ready(program: Program, file: string, signal: AbortSignal): Promise<void> {
  const patience = AbortSignal.timeout(readyWithinSeconds * 1000);
  try {
    await fileAppears(file, AbortSignal.any([signal, patience]));
  } catch (error) {
    if (error !== patience.reason) throw error;
    const lines = [`${program.name} was not ready after ${readyWithinSeconds} s.`, ...logLines(program.logFile)];
    throw new ProgramFailedError(lines.join("\n"));
  }
}
