import { z } from "zod";

/**
 * How a job program ended, as data.
 *
 * Written by: `runJob` of `@sortie/process`, once, to the container's termination log. Read by: the dispatcher, from
 * `pod.status.containerStatuses[].state.terminated.message`.
 * Size: kubelet keeps at most 4096 bytes a container (Kubernetes, "Determine the Reason for Pod Failure"), so `message`
 * is cut at 1000 characters: at 3 bytes each in UTF-8 it still fits.
 * Errors: a missing or unreadable message is a lost scan, never a success.
 */
export const JobOutcome = z.discriminatedUnion("status", [
  z.object({ status: z.literal("succeeded"), counts: z.record(z.string(), z.int().nonnegative()) }),
  z.object({ status: z.literal("failed"), code: z.string(), message: z.string().max(1000), retry: z.boolean() }),
]);
export type JobOutcome = z.infer<typeof JobOutcome>;

/**
 * Exit codes that a Job's `podFailurePolicy` matches on. 70 and 75 are EX_SOFTWARE and EX_TEMPFAIL of BSD sysexits(3).
 * Node exits 1 on an uncaught error; the policy treats 1 like 70.
 */
export const exitCode = { succeeded: 0, doNotRetry: 70, retry: 75 } as const;

/** The exit code that goes with an outcome. */
export function exitCodeOf(outcome: JobOutcome): number {
  if (outcome.status === "succeeded") return exitCode.succeeded;
  return outcome.retry ? exitCode.retry : exitCode.doNotRetry;
}
