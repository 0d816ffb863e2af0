import type { KubeObject } from "@sortie/kube";
import { expect, it } from "vitest";
import type { JobEnd } from "../plan/observed-job.ts";
import { readOutcome } from "./read-outcome.ts";

const complete: JobEnd = { succeeded: true, reason: "", message: "" };
const failed: JobEnd = { succeeded: false, reason: "PodFailurePolicy", message: "exit code 70" };
const success = '{"status":"succeeded","counts":{"failed":2}}';
const bug = '{"status":"failed","code":"bug","message":"x is undefined","retry":false}';
const busy = '{"status":"failed","code":"cluster_unreachable","message":"no","retry":true}';

function pod(exitCode: number, message: string, finishedAt = "2026-08-22T15:00:00Z"): KubeObject {
  return {
    status: { containerStatuses: [{ state: { terminated: { exitCode, reason: "Error", message, finishedAt } } }] },
  };
}

it.each<[rule: string, end: JobEnd, pods: KubeObject[], outcome: string]>([
  ["takes a success", complete, [pod(0, success)], success],
  ["takes a failure", failed, [pod(70, bug)], bug],
  [
    "takes the success after a failed attempt",
    complete,
    [pod(75, busy, "2026-08-22T15:00:09Z"), pod(0, success)],
    success,
  ],
  ["takes the last attempt's failure", failed, [pod(75, busy), pod(70, bug, "2026-08-22T15:00:09Z")], bug],
])("%s", (_rule, end, pods, outcome) => {
  expect(readOutcome(end, pods)).toEqual(JSON.parse(outcome));
});

it.each<[rule: string, end: JobEnd, pods: KubeObject[], message: string]>([
  ["there is no pod", failed, [], "no pod is left to read it from; the Job failed: PodFailurePolicy: exit code 70"],
  ["a complete Job left no pod", complete, [], "no pod is left to read it from; the Job is complete"],
  ["the pod never ran", failed, [{ status: { phase: "Pending" } }], "no pod is left"],
  ["there is no message", complete, [pod(0, "")], "exit code 0 (Error) without a readable report"],
  ["the message is a log line", failed, [pod(137, "Killed")], "exit code 137 (Error) without a readable report"],
  [
    "the counts are broken",
    complete,
    [pod(0, '{"status":"succeeded","counts":{"a":-1}}')],
    "without a readable report",
  ],
  ["the report contradicts the Job", failed, [pod(0, success)], "the report says succeeded; the Job failed"],
])("calls a scan lost, never a success, when %s", (_rule, end, pods, message) => {
  expect(readOutcome(end, pods)).toEqual({
    status: "failed",
    code: "lost",
    message: expect.stringContaining(message),
    retry: true,
  });
});

it("says what kept a Job from beginning where its deadline left no pod", () => {
  const late: JobEnd = { succeeded: false, reason: "DeadlineExceeded", message: "too long" };
  expect(readOutcome(late, [], "ErrImagePull: no such image")).toMatchObject({
    message: expect.stringContaining("DeadlineExceeded: too long; it could not begin: ErrImagePull: no such image"),
  });
});
