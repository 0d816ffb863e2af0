import type { PostureStatus } from "@sortie/wire";

/** One answer for several: the worst of them. */
export function overallStatus(statuses: readonly PostureStatus[]): PostureStatus {
  if (statuses.includes("failed")) return "failed";
  return statuses.includes("skipped") ? "skipped" : "passed";
}
