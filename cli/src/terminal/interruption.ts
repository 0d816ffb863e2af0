import { constants } from "node:os";

/** Somebody ended the command. `exitStatus` is a shell's: 128 plus the signal's number. */
export class InterruptedError extends Error {
  override name = "InterruptedError";
  readonly exitStatus: number;

  constructor(signal: "SIGINT" | "SIGTERM" | "SIGHUP") {
    super(`stopped by ${signal}`);
    this.exitStatus = 128 + constants.signals[signal];
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Aborts with an `InterruptedError` on the first signal that asks the process to end. Later ones change nothing. */
export function interruption(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of signals) {
    process.on(signal, () => interrupted.abort(new InterruptedError(signal)));
  }
  return interrupted.signal;
}

/** Gives signals back their own meaning, once all that is left is to wait for a reader of what was written. */
export function leaveToSignals(): void {
  for (const signal of signals) process.removeAllListeners(signal);
}
