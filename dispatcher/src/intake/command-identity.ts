import { createHash } from "node:crypto";
import type { Command } from "../operator-command/command.ts";

/**
 * Hash of everything a command says, equal for commands that may share one object. Keys are sorted, so that it does not
 * depend on the order in which a sender writes them.
 */
export function commandIdentity(command: Command): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(command)))
    .digest("hex")
    .slice(0, 32);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => [key, sorted(member)]);
}
