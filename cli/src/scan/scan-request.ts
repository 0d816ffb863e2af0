import { randomUUID } from "node:crypto";
import type { ScanRequest } from "@sortie/wire";
import type { ScanCommand } from "../arguments/parse-arguments.ts";

/** The scan that a command line asks for, as the dispatcher would ask a Job for it. */
export function requestOf(command: ScanCommand): ScanRequest {
  const { frameworks, controls, includeNamespaces, excludedNamespaces } = command;
  const target = { type: "config" as const, includeNamespaces, excludedNamespaces, frameworks, controls };
  // One is enough, of which Node otherwise makes a hundred, and a start-up snapshot would have the same hundred in every run.
  const jobId = randomUUID({ disableEntropyCache: true });
  return { jobId, parentId: null, target, requestedAt: new Date().toISOString() };
}
