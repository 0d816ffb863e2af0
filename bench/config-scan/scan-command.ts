import { spawn } from "node:child_process";
import { once } from "node:events";
import { endedChildrenCpuSeconds, treeMegabytes } from "./process-usage.ts";

/** What a command cost with everything that it started. `peakMegabytes` is looked at now and then. */
type Cost = { wallSeconds: number; cpuSeconds: number; peakMegabytes: number };

const lookEveryMs = 50;

/** @throws Error with the end of what the command said when it ends with another status than 0. */
export async function costOf(command: string, args: readonly string[], env = process.env): Promise<Cost> {
  const [startedAt, cpuBefore] = [performance.now(), endedChildrenCpuSeconds()];
  const child = spawn(command, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, treeMegabytes(child.pid ?? 0));
  };
  const timer = setInterval(look, lookEveryMs);
  const [code] = (await once(child, "close").finally(() => clearInterval(timer))) as [number | null];
  if (code !== 0) throw new Error(`${command} ended with ${code}\n${said}`);
  return {
    wallSeconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: endedChildrenCpuSeconds() - cpuBefore,
    peakMegabytes: peak,
  };
}
