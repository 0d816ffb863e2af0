import type { KubeObject } from "@sortie/kube";
import { JobOutcome } from "@sortie/wire";
import { z } from "zod";
import type { JobEnd } from "../plan/observed-job.ts";

/** The fields of a pod that say how a container ended (Kubernetes API, `ContainerStateTerminated`). */
const EndedPod = z.looseObject({
  status: z.looseObject({
    containerStatuses: z.array(
      z.looseObject({
        state: z
          .looseObject({
            terminated: z
              .looseObject({
                exitCode: z.int(),
                reason: z.string().nullish(),
                message: z.string().nullish(),
                finishedAt: z.string().nullish(),
              })
              .nullish(),
          })
          .nullish(),
      }),
    ),
  }),
});

type Termination = { exitCode: number; reason: string; message: string; finishedAt: string };

/**
 * The outcome of a finished Job: what the last container to end reported, provided that it agrees with how Kubernetes
 * says the Job ended. Anything else is a lost scan, never a success.
 *
 * @param hindrance what was seen to keep it from beginning, which a deadline leaves no other trace of.
 */
export function readOutcome(end: JobEnd, pods: KubeObject[], hindrance?: string): JobOutcome {
  const terminations = pods.flatMap(terminationsOf).toSorted((a, b) => (a.finishedAt < b.finishedAt ? 1 : -1));
  const last = end.succeeded ? terminations.find(({ exitCode }) => exitCode === 0) : terminations[0];
  if (last === undefined) {
    const before = hindrance === undefined ? "" : `; it could not begin: ${hindrance}`;
    return lostOutcome(`no pod is left to read it from${because(end)}${before}`);
  }
  const outcome = parseOutcome(last.message);
  if (outcome === undefined) {
    return lostOutcome(`exit code ${last.exitCode} (${last.reason}) without a readable report${because(end)}`);
  }
  if ((outcome.status === "succeeded") !== end.succeeded) {
    return lostOutcome(`the report says ${outcome.status}${because(end)}`);
  }
  return outcome;
}

/** A scan whose Job ended without a report that can be believed. The same command may succeed when it is given again. */
function lostOutcome(reason: string): JobOutcome {
  return {
    status: "failed",
    code: "lost",
    message: `the scan's outcome is lost: ${reason}`.slice(0, 1000),
    retry: true,
  };
}

function because(end: JobEnd): string {
  if (end.succeeded) return "; the Job is complete";
  return `; the Job failed: ${[end.reason, end.message].filter((text) => text !== "").join(": ")}`;
}

function terminationsOf(pod: KubeObject): Termination[] {
  const parsed = EndedPod.safeParse(pod);
  if (!parsed.success) return [];
  return parsed.data.status.containerStatuses.flatMap(({ state }) =>
    state?.terminated
      ? [
          {
            exitCode: state.terminated.exitCode,
            reason: state.terminated.reason ?? "",
            message: state.terminated.message ?? "",
            finishedAt: state.terminated.finishedAt ?? "",
          },
        ]
      : [],
  );
}

function parseOutcome(message: string): JobOutcome | undefined {
  try {
    return JobOutcome.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}
