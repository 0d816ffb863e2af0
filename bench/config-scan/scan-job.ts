import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { endedChildrenCpuSeconds, type Usage, usageOf } from "./process-usage.ts";
import type { Bundled } from "./programs.ts";

/** What one part of a scan took. `peakMegabytes` is the highest that the process had until its end. */
export type Phase = Usage & { name: string; wallSeconds: number };

/** The lines that the program logs at the end of each phase. Writing takes what is not written yet from the report. */
const phases = new Map([
  ["controls selected", "load"],
  ["objects read", "collect, judge singles"],
  ["rules evaluated", "judge joins"],
  ["results written", "report, write"],
  ["job succeeded", "end"],
]);

const lookEveryMs = 20;

type Scan = { programs: Bundled; input: string; folder: string; flags: readonly string[]; framework: string };

/**
 * Scans a file twice as a Job does: first with a storage that has nothing, so that every result is written, and then
 * again, when nothing has changed. Storage is another process, whose cost does not count.
 */
export async function scanTwice(scan: Scan): Promise<[Phase[], Phase[]]> {
  const { programs, folder } = scan;
  const kubeconfig = join(folder, "storage.kubeconfig");
  const storage = spawn(process.execPath, [programs.storage], {
    env: { STORAGE_MODE: "embedded", DATABASE_FILE: join(folder, "storage.sqlite"), KUBECONFIG_OUT: kubeconfig },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const run = () => measured(startScan(scan, { STORAGE_KUBECONFIG: kubeconfig }));
  try {
    while (!existsSync(kubeconfig)) await sleep(lookEveryMs);
    return [await run(), await run()];
  } finally {
    storage.kill();
    await once(storage, "exit");
    for (const end of ["", "-wal", "-shm"]) rmSync(join(folder, `storage.sqlite${end}`), { force: true });
    rmSync(kubeconfig, { force: true });
  }
}

/** Scans a file whose results go to a pipe, as for `sortie scan`; nobody looks at them. */
export async function scanToPipe(scan: Scan): Promise<Phase[]> {
  const job = startScan(scan, { RESULTS_FD: String(resultsFd) });
  (job.stdio[resultsFd] as Readable).resume();
  return measured(job);
}

const resultsFd = 3;

function startScan({ programs, input, folder, flags, framework }: Scan, results: Record<string, string>): ChildProcess {
  const lists = { includeNamespaces: [], excludedNamespaces: [], controls: [] };
  const target = { type: "config", ...lists, frameworks: [framework] };
  const request = { jobId: "bench", parentId: null, requestedAt: "2026-07-01T00:00:00Z", target };
  const env = {
    SCAN_REQUEST: JSON.stringify(request),
    SCANNED_OBJECTS: input,
    TERMINATION_LOG: join(folder, "termination"),
    ...results,
  };
  const stdio = ["ignore", "pipe", "inherit", "pipe"] as const;
  return spawn(process.execPath, [...flags, programs.configScan], { env, stdio: [...stdio] });
}

async function measured(job: ChildProcess): Promise<Phase[]> {
  const [pid, startedAt, cpuBefore] = [job.pid ?? 0, performance.now(), endedChildrenCpuSeconds()];
  const found: Phase[] = [];
  let last = { at: startedAt, cpu: 0 };
  let peak = 0;
  const end = (name: string, cpu: number) => {
    const at = performance.now();
    found.push({ name, wallSeconds: (at - last.at) / 1000, cpuSeconds: cpu - last.cpu, peakMegabytes: peak });
    last = { at, cpu };
  };
  const timer = setInterval(() => {
    peak = usageOf(pid)?.peakMegabytes ?? peak;
  }, lookEveryMs);
  if (job.stdout === null) throw new Error("the program has no log");
  for await (const line of createInterface({ input: job.stdout })) {
    const { msg } = JSON.parse(line) as { msg: string };
    const usage = usageOf(pid);
    peak = usage?.peakMegabytes ?? peak;
    const phase = phases.get(msg);
    if (phase !== undefined && usage !== undefined) end(phase, usage.cpuSeconds);
    if (msg === "job failed") throw new Error(line);
  }
  if (job.exitCode === null) await once(job, "exit");
  clearInterval(timer);
  end("exit", endedChildrenCpuSeconds() - cpuBefore);
  return found;
}
