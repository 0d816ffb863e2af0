import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** What a process cost, as the kernel counts it. `output` is its standard output. */
export type Measured = { output: string; cpuSeconds: number; wallSeconds: number; peakMegabytes: number };

/** Linux counts CPU time in hundredths of a second towards user space (proc, "stat"). */
const ticksPerSecond = 100;
const pollEveryMs = 10;

/**
 * Runs a program to its end. CPU time is user and system of all its threads. What it uses is looked at every few
 * milliseconds, so the very last of them are not seen.
 */
export async function measuredProcess(command: string, args: readonly string[]): Promise<Measured> {
  const startedAt = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const used = { cpuSeconds: 0, peakMegabytes: 0 };
  const timer = setInterval(() => Object.assign(used, usageOf(child.pid ?? 0)), pollEveryMs);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(() => clearInterval(timer));
  if (code !== 0) throw new Error(`${command} ended with ${code}\n${Buffer.concat(errors).toString()}`);
  const wallSeconds = (performance.now() - startedAt) / 1000;
  return { output: Buffer.concat(chunks).toString(), wallSeconds, ...used };
}

/** Nothing where the process has ended. */
function usageOf(pid: number): { cpuSeconds: number; peakMegabytes: number } | undefined {
  try {
    // The second field is the program's name in parentheses and may have spaces in it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    if (peak === undefined) return undefined;
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { cpuSeconds: ticks / ticksPerSecond, peakMegabytes: Number(peak) / 1000 };
  } catch {
    return undefined;
  }
}
