import { setTimeout as sleep } from "node:timers/promises";

/** Waits between two rounds of upkeep; `false` when it is time to end. */
export async function hasSlept(seconds: number, signal: AbortSignal): Promise<boolean> {
  return sleep(seconds * 1000, true, { signal, ref: false }).catch(() => false);
}
