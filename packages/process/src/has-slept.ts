import { setTimeout as sleep } from "node:timers/promises";

/** Waits between two rounds of what a service does again and again; `false` when `signal` says that it is time to end. */
export async function hasSlept(seconds: number, signal: AbortSignal): Promise<boolean> {
  return sleep(seconds * 1000, true, { signal, ref: false }).catch(() => false);
}
