import type { ObservedJob } from "./observed-job.ts";

/** A command for a scan that has no recorded outcome. */
export type OpenCommand = {
  name: string;
  uid: string;
  scanHash: string;
  /** Smaller runs first. */
  class: number;
  /** RFC 3339, to the second. */
  createdAt: string;
  /** Its Job may have begun to read. */
  started: boolean;
};

export type Limits = {
  /** Jobs that run at once. */
  maxRunning: number;
  /** Jobs that exist unfinished at once, suspended ones included. */
  window: number;
  /** New Jobs wait in a queue of Kueue's. It lets any of them run at any time, so no more exist unfinished than may run. */
  isQueued: boolean;
};

/** The next thing to do about scans. Data, so that every rule is testable without a cluster. */
export type ScanStep =
  | { do: "create"; scanHash: string; epoch: number; commands: OpenCommand[] }
  | { do: "join"; job: ObservedJob; commands: OpenCommand[] }
  | { do: "resume"; job: ObservedJob; commands: OpenCommand[] };

/** A command asked for by a person or a schedule runs before one that another action caused. */
export function classOf(command: { parentId: string | null }): number {
  return command.parentId === null ? 0 : 1;
}

/**
 * The one next step towards every open command having a Job and as many Jobs running as the limits allow.
 *
 * A command belongs to the Job that it owns. Without one it joins the waiting Job of its scan, or gets a Job of the
 * next epoch: never a running one, which may have read what the command wants to see read anew. Two Jobs of one scan
 * never run at once, so the later epoch has the last word on the results: one that Kueue lets run gets no next epoch before
 * it has ended, and is never resumed.
 */
export function nextScanStep(commands: OpenCommand[], jobs: ObservedJob[], limits: Limits): ScanStep | undefined {
  return joinStep(commands, jobs) ?? createStep(commands, jobs, limits) ?? resumeStep(commands, jobs, limits);
}

function joinStep(commands: OpenCommand[], jobs: ObservedJob[]): ScanStep | undefined {
  for (const [scanHash, group] of withoutJob(commands, jobs)) {
    const job = jobs.find(
      (job) => job.scanHash === scanHash && job.state === "suspended" && !wasEvicted(job, commands),
    );
    if (job !== undefined) return { do: "join", job, commands: group };
  }
  return undefined;
}

function createStep(commands: OpenCommand[], jobs: ObservedJob[], limits: Limits): ScanStep | undefined {
  const room = limits.isQueued ? Math.min(limits.maxRunning, limits.window) : limits.window;
  if (jobs.filter(({ state }) => state !== "finished").length >= room) return undefined;
  const [first] = [...withoutJob(commands, jobs)]
    .filter(([scanHash]) => !mayRun(scanHash, jobs, limits))
    .toSorted(([, a], [, b]) => byClassAndAge(a[0], b[0]));
  if (first === undefined) return undefined;
  const [scanHash, group] = first;
  const epochs = jobs.filter((job) => job.scanHash === scanHash).map(({ epoch }) => epoch);
  return { do: "create", scanHash, epoch: Math.max(0, ...epochs) + 1, commands: group };
}

/** Kueue has suspended it again. Its pod may have read, and may yet end well. */
function wasEvicted({ queue, owners }: ObservedJob, commands: OpenCommand[]): boolean {
  return queue !== undefined && commands.some(({ uid, started }) => started && owners.has(uid));
}

/** Whether a Job of the scan exists beside which Kueue might let the next epoch run. */
function mayRun(scanHash: string, jobs: ObservedJob[], { isQueued }: Limits): boolean {
  return jobs.some(
    (job) => job.scanHash === scanHash && job.state !== "finished" && (isQueued || job.queue !== undefined),
  );
}

function resumeStep(commands: OpenCommand[], jobs: ObservedJob[], limits: Limits): ScanStep | undefined {
  const busy = jobs.filter(({ state }) => state === "running" || state === "ending");
  if (busy.length >= limits.maxRunning) return undefined;
  const busyScans = new Set(busy.map(({ scanHash }) => scanHash));
  const [next] = jobs
    .filter(({ state, queue, scanHash }) => state === "suspended" && queue === undefined && !busyScans.has(scanHash))
    .map((job) => ({ job, commands: ordered(commands.filter(({ uid }) => job.owners.has(uid))) }))
    .filter(({ commands }) => commands.length > 0)
    .toSorted((a, b) => byClassAndAge(a.commands[0], b.commands[0]));
  return next === undefined ? undefined : { do: "resume", ...next };
}

/** Commands that own no Job, by scan, each group in the order in which they run. */
function withoutJob(commands: OpenCommand[], jobs: ObservedJob[]): Map<string, OpenCommand[]> {
  const owners = new Set(jobs.flatMap((job) => [...job.owners]));
  return Map.groupBy(ordered(commands.filter(({ uid }) => !owners.has(uid))), ({ scanHash }) => scanHash);
}

function ordered(commands: OpenCommand[]): OpenCommand[] {
  return commands.toSorted(byClassAndAge);
}

function byClassAndAge(a: OpenCommand | undefined, b: OpenCommand | undefined): number {
  if (a === undefined || b === undefined) return 0;
  if (a.class !== b.class) return a.class - b.class;
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
