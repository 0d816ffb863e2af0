import { readFileSync } from "node:fs";

/**
 * What a process has used so far: CPU time of all its threads, memory at this moment and at most. `ownMegabytes` is without
 * the pages of files, such as its binary, that others of the same image share: kubelet calls that its RSS.
 */
export type Usage = { cpuMs: number; rssMegabytes: number; ownMegabytes: number; peakMegabytes: number };

/** Linux counts CPU time in hundredths of a second towards user space (proc, "stat"). */
const msPerTick = 10;

export function usageOf(pid: number): Usage {
  // The second field is the program's name in parentheses and may have spaces in it.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1000;
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * msPerTick,
    rssMegabytes: megabytes("VmRSS"),
    ownMegabytes: megabytes("RssAnon"),
    peakMegabytes: megabytes("VmHWM"),
  };
}
