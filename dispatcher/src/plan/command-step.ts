import type { ReadCommand } from "../operator-command/read-command.ts";

/** The next thing to do about one command by itself; its scan is the business of `nextScanStep`. */
export type CommandStep =
  | { do: "reject"; reason: string; message: string }
  | { do: "delete" }
  | { do: "wait"; seconds: number }
  | { do: "nothing" };

/** An intake that lives completes a command with three calls, which take at most 10 s each. */
const completeWithinSeconds = 60;

/**
 * Rejects what cannot be carried out, and removes a finished command after its ttl and one that its intake did not
 * complete.
 */
export function nextCommandStep(command: ReadCommand, now: Date, defaultTtlSeconds: number): CommandStep {
  const { wants, completedAt, createdAt, ttlSeconds = defaultTtlSeconds } = command;
  if (completedAt !== undefined) return removal(completedAt, ttlSeconds, now);
  if (wants.what === "completion") return removal(createdAt, completeWithinSeconds, now);
  return wants.what === "rejection"
    ? { do: "reject", reason: wants.reason, message: wants.message }
    : { do: "nothing" };
}

function removal(since: string, afterSeconds: number, now: Date): CommandStep {
  const seconds = (Date.parse(since) - now.getTime()) / 1000 + afterSeconds;
  // A time nobody can read never comes; the command is kept for a person to see.
  if (Number.isNaN(seconds)) return { do: "nothing" };
  return seconds <= 0 ? { do: "delete" } : { do: "wait", seconds: Math.ceil(seconds) };
}
