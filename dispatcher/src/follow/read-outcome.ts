import type { KubeObject } from "@sortie/kube";
import { JobOutcome } from "@sortie/wire";
import { z } from "zod";
import { containerName } from "../launch/build-job.ts";
import {
  couldNotBeginOutcome,
  deadlineOutcome,
  lostOutcome,
  outOfMemoryOutcome,
} from "../operator-command/unreported-outcome.ts";
import type { JobEnd } from "../plan/observed-job.ts";

/** The fields of a pod that say how a container ended (Kubernetes API, `ContainerStateTerminated`). */
const EndedPod = z.looseObject({
  status: z.looseObject({
    containerStatuses: z.array(
      z.looseObject({
        name: z.string(),
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

/** What is known of a finished Job besides its pods. */
type FinishedJob = {
  end: JobEnd;
  deadlineSeconds?: number | undefined;
  /** What was seen to keep it from beginning: a deadline leaves no other trace of it. */
  waitedFor?: string | undefined;
};

/**
 * The outcome of a finished Job: what its last attempt reported, provided that it agrees with how Kubernetes says the Job
 * ended. Anything else is a failure that names what is known of it, never a success. Containers that others put beside the
 * scan's, such as the proxy of a service mesh, report nothing.
 */
export function readOutcome({ end, deadlineSeconds, waitedFor }: FinishedJob, pods: KubeObject[]): JobOutcome {
  const terminations = pods.flatMap(terminationsOf).toSorted((a, b) => (a.finishedAt < b.finishedAt ? 1 : -1));
  const last = end.succeeded ? terminations.find(({ exitCode }) => exitCode === 0) : terminations[0];
  if (end.reason === "DeadlineExceeded") {
    return waitedFor === undefined
      ? deadlineOutcome(deadlineSeconds, last === undefined ? "" : `; its last attempt ended with ${toldBy(last)}`)
      : couldNotBeginOutcome(waitedFor);
  }
  if (last === undefined) return lostOutcome(`no pod is left to read it from${because(end)}`);
  const outcome = parseOutcome(last.message);
  if (outcome === undefined) {
    if (ranOutOfMemory(last)) return outOfMemoryOutcome(endOf(last));
    return lostOutcome(`${endOf(last)} without a readable report${because(end)}`);
  }
  if ((outcome.status === "succeeded") !== end.succeeded) {
    return lostOutcome(`the report says ${outcome.status}${because(end)}`);
  }
  return outcome;
}

/**
 * The kernel's word, or Node's: it makes its heap a part of the container's limit, and when that is full it says so and
 * aborts, which the first process of a container survives until it ends with a segmentation fault (139, elsewhere 134).
 */
function ranOutOfMemory({ reason, exitCode, message }: Termination): boolean {
  return reason === "OOMKilled" || ([134, 139].includes(exitCode) && message.includes("heap out of memory"));
}

function endOf({ exitCode, reason }: Termination): string {
  return `exit code ${exitCode} (${reason})`;
}

function toldBy(termination: Termination): string {
  const outcome = parseOutcome(termination.message);
  return outcome?.status === "failed" ? `${outcome.code}: ${outcome.message}` : endOf(termination);
}

function because(end: JobEnd): string {
  if (end.succeeded) return "; the Job is complete";
  return `; the Job failed: ${[end.reason, end.message].filter((text) => text !== "").join(": ")}`;
}

function terminationsOf(pod: KubeObject): Termination[] {
  const parsed = EndedPod.safeParse(pod);
  if (!parsed.success) return [];
  return parsed.data.status.containerStatuses.flatMap(({ name, state }) =>
    name === containerName && state?.terminated
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
