import type { KubeObject } from "@sortie/kube";
import { expect, it } from "vitest";
import type { JobEnd } from "../plan/observed-job.ts";
import { readOutcome } from "./read-outcome.ts";

const complete: JobEnd = { succeeded: true, reason: "", message: "" };
const failed: JobEnd = { succeeded: false, reason: "PodFailurePolicy", message: "exit code 70" };
const success = '{"status":"succeeded","counts":{"failed":2}}';
const bug = '{"status":"failed","code":"bug","message":"x is undefined","retry":false}';
const busy = '{"status":"failed","code":"cluster_unreachable","message":"no","retry":true}';

function pod(
  exitCode: number,
  message: string,
  finishedAt = "2026-08-22T15:00:00Z",
  reason = exitCode === 0 ? "Completed" : "Error",
): KubeObject {
  const scan = { name: "scan", state: { terminated: { exitCode, reason, message, finishedAt } } };
  return { status: { containerStatuses: [scan] } };
}

/** The same with a container beside the scan's that somebody else has put there, and that ends after it. */
function beside(exitCode: number, { status }: KubeObject): KubeObject {
  const terminated = { exitCode, reason: "", message: "", finishedAt: "2026-08-22T15:00:30Z" };
  const { containerStatuses } = status as { containerStatuses: object[] };
  return { status: { containerStatuses: [{ name: "istio-proxy", state: { terminated } }, ...containerStatuses] } };
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
  ["takes a success although a proxy ends after the scan", complete, [beside(0, pod(0, success))], success],
  ["takes a failure although a proxy ends after the scan", failed, [beside(0, pod(70, bug))], bug],
  ["takes the last attempt's failure", failed, [pod(75, busy), pod(70, bug, "2026-08-22T15:00:09Z")], bug],
])("%s", (_rule, end, pods, outcome) => {
  expect(readOutcome({ end }, pods)).toEqual(JSON.parse(outcome));
});

it.each<[rule: string, end: JobEnd, pods: KubeObject[], message: string]>([
  ["there is no pod", failed, [], "no pod is left to read it from; the Job failed: PodFailurePolicy: exit code 70"],
  ["a complete Job left no pod", complete, [], "no pod is left to read it from; the Job is complete"],
  ["the pod never ran", failed, [{ status: { phase: "Pending" } }], "no pod is left"],
  ["there is no message", complete, [pod(0, "")], "exit code 0 (Completed) without a readable report"],
  ["the message is a log line", failed, [pod(137, "Killed")], "exit code 137 (Error) without a readable report"],
  [
    "the counts are broken",
    complete,
    [pod(0, '{"status":"succeeded","counts":{"a":-1}}')],
    "without a readable report",
  ],
  ["the report contradicts the Job", failed, [pod(0, success)], "the report says succeeded; the Job failed"],
])("calls a scan lost, never a success, when %s", (_rule, end, pods, message) => {
  expect(readOutcome({ end }, pods)).toEqual({
    status: "failed",
    code: "lost",
    message: expect.stringContaining(message),
    retry: true,
  });
});

const late: JobEnd = { succeeded: false, reason: "DeadlineExceeded", message: "too long" };
const heapFull = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n 1: 0x931db0";

it.each<[what: string, read: () => unknown, code: string, message: string, retry: boolean]>([
  [
    "its deadline",
    () => readOutcome({ end: late, deadlineSeconds: 1800 }, []),
    "deadline_exceeded",
    "the scan did not end before its deadline of 1800 seconds",
    true,
  ],
  [
    "its deadline after an attempt that failed",
    () => readOutcome({ end: late, deadlineSeconds: 60 }, [pod(75, busy)]),
    "deadline_exceeded",
    "the scan did not end before its deadline of 60 seconds; its last attempt ended with cluster_unreachable: no",
    true,
  ],
  [
    "what kept it from beginning until its deadline",
    () => readOutcome({ end: late, deadlineSeconds: 60, waitedFor: "ErrImagePull: no such image" }, []),
    "could_not_begin",
    "the scan could not begin: ErrImagePull: no such image",
    true,
  ],
  [
    "want of memory, by the kernel's word",
    () => readOutcome({ end: failed }, [pod(137, "a line of the log", "", "OOMKilled")]),
    "out_of_memory",
    "the scan ran out of memory (exit code 137 (OOMKilled)); its Job's memory limit is too small",
    false,
  ],
  [
    "want of memory, by Node's word",
    () => readOutcome({ end: failed }, [pod(139, heapFull)]),
    "out_of_memory",
    "the scan ran out of memory (exit code 139 (Error)); its Job's memory limit is too small",
    false,
  ],
  [
    "another crash",
    () => readOutcome({ end: failed }, [pod(139, "a native module")]),
    "lost",
    "the scan's outcome is lost: exit code 139 (Error) without a readable report; the Job failed: PodFailurePolicy: exit code 70",
    true,
  ],
])("says of a scan without a report that it ended by %s", (_what, read, code, message, retry) => {
  expect(read()).toEqual({ status: "failed", code, message, retry });
});
