import { readdirSync, readFileSync } from "node:fs";

/** Linux counts CPU time in hundredths of a second towards user space (proc, "stat"). */
const ticksPerSecond = 100;

/** What a process has used so far. Memory is the highest so far, in megabytes of 10^6 bytes. */
export type Usage = { cpuSeconds: number; peakMegabytes: number };

/** Undefined where the process has ended. */
export function usageOf(pid: number): Usage | undefined {
  try {
    const fields = statOf(pid);
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    if (peak === undefined) return undefined;
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
      peakMegabytes: Number(peak) / 1000,
    };
  } catch {
    return undefined;
  }
}

/** CPU time of all processes that this one has started and waited for, and of theirs. */
export function endedChildrenCpuSeconds(): number {
  const fields = statOf(process.pid);
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}

/** What a process and all that it has started hold now, in megabytes. What ends in between counts as nothing. */
export function treeMegabytes(pid: number): number {
  try {
    const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    const own = Number(rss ?? 0) / 1000;
    return childrenOf(pid).reduce((sum, child) => sum + treeMegabytes(child), own);
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number),
  );
}

/** Behind the program's name, which stands in parentheses and may have spaces in it. */
function statOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
}
