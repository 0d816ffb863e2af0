import { afterAll, beforeAll, expect, it } from "vitest";
import { outcomeOf, scan } from "./commands.ts";
import { type Call, type KillPoint, killPoint } from "./kill-point.ts";
import { type Programs, startPrograms } from "./programs.ts";

let programs: Programs;
let point: KillPoint;
beforeAll(async () => {
  programs = await startPrograms();
  point = await killPoint(programs.kubeconfig);
  await programs.startDispatcher(point.kubeconfig);
});
afterAll(async () => {
  await programs.stop();
  await point.close();
});

const calls =
  (method: string, path: RegExp, body = "") =>
  (call: Call) =>
    call.method === method && path.test(call.path.split("?", 1)[0] ?? "") && call.body.includes(body);

const started = calls("PUT", /operatorcommands\/[^/]+\/status$/, '"started":true');
const completed = calls("PUT", /operatorcommands\/[^/]+\/status$/, '"completed":true');
const resumed = calls("PUT", /jobs\/[^/]+$/, '"suspend":false');
const expires = calls("PATCH", /jobs\/[^/]+$/, "ttlSecondsAfterFinished");
const finished = calls("PATCH", /jobs\/[^/]+\/status$/, '"Complete"');
const podEnded = calls("PATCH", /pods\/[^/]+\/status$/, '"terminated"');

/** Everything an accepted command may leave: one Job, one outcome, and one time that its scan read. */
async function expectOneOutcome(jobId: string) {
  expect(outcomeOf(await programs.completed(jobId))).toEqual({ status: "succeeded", counts: { seen: 1 } });
  const mine = (await programs.jobs()).filter(({ metadata }) => metadata?.annotations?.["sortie.dev/job-id"] === jobId);
  expect(mine).toHaveLength(1);
}

const readBy = (jobId: string) =>
  programs
    .runs()
    .split("\n")
    .filter((line) => line.startsWith(`${jobId} `)).length;

it.each<[where: string, when: "before" | "after", matches: (call: Call) => boolean]>([
  ["before its Job is created", "before", calls("POST", /jobs$/)],
  ["after its Job is created", "after", calls("POST", /jobs$/)],
  ["before it is marked as started", "before", started],
  ["before its Job is resumed", "before", resumed],
  ["after its Job is resumed", "after", resumed],
  ["before its pod exists", "before", calls("POST", /pods$/)],
  ["after its pod exists, before its process", "after", calls("POST", /pods$/)],
  ["after its Job has ended", "after", finished],
  ["before its outcome is recorded", "before", completed],
  ["after its outcome is recorded", "after", completed],
  ["before its Job may expire", "before", expires],
])("loses and doubles nothing when it is killed %s", async (where, when, matches) => {
  const jobId = where.replaceAll(/[ ,]+/g, "-");
  const reached = point.reached(when, matches);
  expect((await programs.post(scan(jobId, { includeNamespaces: [jobId] }))).status).toBe(200);
  await reached;
  await programs.endDispatcher("SIGKILL");
  await programs.startDispatcher(point.kubeconfig);
  await expectOneOutcome(jobId);
  expect(readBy(jobId)).toBe(1);
});

it("scans again, in the same Job, when it is killed before a scan's end is known", async () => {
  const reached = point.reached("before", podEnded);
  await programs.post(scan("unknown-end", { includeNamespaces: ["unknown-end"] }));
  await reached;
  await programs.endDispatcher("SIGKILL");
  await programs.startDispatcher(point.kubeconfig);
  await expectOneOutcome("unknown-end");
  expect(readBy("unknown-end")).toBe(2);
});

it("ends the process of a scan that outlived it before it starts another", async () => {
  programs.hold();
  await programs.post(scan("orphan", { includeNamespaces: ["orphan"] }));
  await programs.runsChange(() => readBy("orphan") === 1);
  await programs.endDispatcher("SIGKILL");
  await programs.startDispatcher(point.kubeconfig);
  await programs.runsChange(() => readBy("orphan") === 2);
  programs.release();
  await expectOneOutcome("orphan");
});

it.each(["before", "after"] as const)("has not answered when it is killed %s a command is durable", async (when) => {
  const jobId = `unanswered-${when}`;
  const request = scan(jobId, { includeNamespaces: [jobId] });
  const reached = point.reached(when, calls("POST", /operatorcommands$/));
  const answer = programs.post(request).then(
    () => "answered",
    () => "connection lost",
  );
  await reached;
  await programs.endDispatcher("SIGKILL");
  expect(await answer).toBe("connection lost");

  await programs.startDispatcher(point.kubeconfig);
  expect((await programs.post(request)).status).toBe(200);
  expect(outcomeOf(await programs.completed(jobId)).status).toBe("succeeded");
});

it("does not carry out a command whose credentials it had not stored when it was killed, until it is sent again", async () => {
  const request = scan("half", { includeNamespaces: ["half"], accessKey: "s3cret" });
  const reached = point.reached("before", calls("POST", /secrets$/));
  programs.post(request).catch(() => {}); // who would answer is killed
  await reached;
  await programs.endDispatcher("SIGKILL");
  await programs.startDispatcher(point.kubeconfig);
  expect((await programs.post(request)).status).toBe(200);
  await expectOneOutcome("half");
  const mine = (await programs.commands()).filter(({ metadata }) => metadata?.labels?.["sortie.dev/job-id"] === "half");
  expect([mine.length, mine.filter(({ status }) => status !== undefined).length]).toEqual([2, 1]);
});

it("keeps commands that nobody looked at while it was down", async () => {
  await programs.post(scan("down", { includeNamespaces: ["down"] }));
  await programs.endDispatcher("SIGKILL");
  await programs.startDispatcher(point.kubeconfig);
  await expectOneOutcome("down");
});

it("stops in order when it is asked to, and leaves a running scan to its successor", async () => {
  programs.hold();
  await programs.post(scan("stopped", { includeNamespaces: ["stopped"] }));
  await programs.runsChange(() => readBy("stopped") === 1);
  expect(await programs.endDispatcher("SIGTERM")).toBe(0);
  programs.release();
  await programs.startDispatcher(point.kubeconfig);
  await expectOneOutcome("stopped");
});
