import { expect, it } from "vitest";
import { nextRunStep } from "./next-run-step.ts";
import { type Attempt, runnableJob } from "./runnable-job.ts";

const now = new Date("2026-08-22T15:00:00Z");

function job(spec: Record<string, unknown> = {}, status?: Record<string, unknown>, metadata = {}) {
  return runnableJob({
    metadata: { name: "j", uid: "u", ...metadata },
    spec: {
      backoffLimit: 1,
      podFailurePolicy: {
        rules: [
          { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
          { action: "FailJob", onExitCodes: { containerName: "scan", operator: "In", values: [1, 70] } },
        ],
      },
      template: { spec: { containers: [{ name: "scan" }] } },
      ...spec,
    },
    ...(status === undefined ? {} : { status }),
  });
}

function attempt(phase: Attempt["phase"], exitCode?: number, more: Partial<Attempt> = {}): Attempt {
  const finishedAt = "2026-08-22T14:59:00Z";
  const ended = exitCode === undefined ? undefined : { container: "scan", exitCode, finishedAt };
  return { pod: "p", uid: "ours", phase, conditions: [], ended, ...more };
}

const complete = { conditions: [{ type: "Complete", status: "True", lastTransitionTime: "2026-08-22T14:59:00Z" }] };
const disrupted = { conditions: [{ type: "DisruptionTarget", status: "True" }] };
const started = { startTime: "2026-08-22T14:50:00Z" };

it.each<[rule: string, job: ReturnType<typeof job>, attempts: Attempt[], step: string]>([
  ["starts a Job", job(), [], "start"],
  ["leaves a suspended Job alone", job({ suspend: true }), [], "wait"],
  ["stops what runs of a suspended Job", job({ suspend: true }), [attempt("Running")], "stop"],
  ["stops what runs of a deleted Job", job({}, undefined, { deletionTimestamp: "x" }), [attempt("Running")], "stop"],
  ["waits for its process", job(), [attempt("Running")], "wait"],
  ["abandons a process of a runner that died", job(), [attempt("Running", undefined, { uid: "theirs" })], "abandon"],
  ["abandons a pod that never got a process", job(), [attempt("Pending", undefined, { uid: "theirs" })], "abandon"],
  ["completes", job(), [attempt("Succeeded", 0)], "finish CompletionsReached"],
  ["fails at once on 70", job(), [attempt("Failed", 70)], "finish PodFailurePolicy"],
  ["fails at once on 1", job(), [attempt("Failed", 1)], "finish PodFailurePolicy"],
  ["tries 75 again", job(), [attempt("Failed", 75)], "start"],
  ["fails at the backoff limit", job(), [attempt("Failed", 75), attempt("Failed", 75)], "finish BackoffLimitExceeded"],
  [
    "does not count disruptions",
    job(),
    [attempt("Failed", 137, disrupted), attempt("Failed", 137, disrupted), attempt("Failed", 75)],
    "start",
  ],
  [
    "waits before it tries again",
    job(),
    [attempt("Failed", 75, { ended: { container: "scan", exitCode: 75, finishedAt: "2026-08-22T14:59:59.500Z" } })],
    "wait 0.5",
  ],
  [
    "fails at the deadline",
    job({ activeDeadlineSeconds: 600 }, started),
    [attempt("Running")],
    "finish DeadlineExceeded",
  ],
  ["waits until the deadline", job({ activeDeadlineSeconds: 601 }, started), [attempt("Running")], "wait 1"],
  ["keeps a finished Job whose outcome is not recorded", job({}, complete), [], "wait"],
  ["keeps a finished Job for its ttl", job({ ttlSecondsAfterFinished: 61 }, complete), [], "wait 1"],
  ["removes a finished Job after its ttl", job({ ttlSecondsAfterFinished: 60 }, complete), [], "delete"],
])("%s", (_rule, job, attempts, step) => {
  const next = nextRunStep(job, attempts, (uid) => uid === "ours", now);
  const detail = next.do === "finish" ? next.reason : next.do === "wait" ? next.seconds : undefined;
  expect([next.do, detail].filter((part) => part !== undefined).join(" ")).toBe(step);
});
