import type { ReadCommand } from "../operator-command/read-command.ts";

/** The next thing to do about one command by itself; its scan is the business of `nextScanStep`. */
export type CommandStep =
  | { do: "reject"; reason: string; message: string }
  | { do: "delete" }
  | { do: "wait"; seconds: number }
  | { do: "nothing" };

/** Rejects what cannot be carried out, and removes a finished command after its ttl. */
export function nextCommandStep(command: ReadCommand, now: Date, defaultTtlSeconds: number): CommandStep {
  if (command.completedAt === undefined) {
    return command.wants.what === "rejection"
      ? { do: "reject", reason: command.wants.reason, message: command.wants.message }
      : { do: "nothing" };
  }
  const completedAt = Date.parse(command.completedAt);
  // A time nobody can read never comes; the command is kept for a person to see.
  if (Number.isNaN(completedAt)) return { do: "nothing" };
  const seconds = (completedAt - now.getTime()) / 1000 + (command.ttlSeconds ?? defaultTtlSeconds);
  return seconds <= 0 ? { do: "delete" } : { do: "wait", seconds: Math.ceil(seconds) };
}
