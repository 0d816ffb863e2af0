import { expect, it } from "vitest";
import type { ObservedJob } from "./observed-job.ts";
import { type Limits, nextScanStep, type OpenCommand } from "./plan-scans.ts";

const limits: Limits = { maxRunning: 2, window: 4, isQueued: false };
const inQueue: Limits = { ...limits, isQueued: true };

function command(name: string, more: Partial<OpenCommand> = {}): OpenCommand {
  return { name, uid: name, scanHash: "a", class: 0, createdAt: "2026-08-22T14:55:00Z", started: false, ...more };
}

function job(name: string, state: ObservedJob["state"], owners: string[], scanHash = name, epoch = 1): ObservedJob {
  return { name, uid: name, scanHash, epoch, state, queue: undefined, owners: new Set(owners) };
}

const queued = (...of: Parameters<typeof job>): ObservedJob => ({ ...job(...of), queue: "scans" });

const step = (commands: OpenCommand[], jobs: ObservedJob[], within = limits) => {
  const next = nextScanStep(commands, jobs, within);
  if (next === undefined) return "nothing";
  const of = next.do === "create" ? `${next.scanHash}-${next.epoch}` : next.job.name;
  return `${next.do} ${of} for ${next.commands.map(({ name }) => name).join(" ")}`;
};

const c1 = command("c1");
const c2 = command("c2");

it.each<[rule: string, commands: OpenCommand[], jobs: ObservedJob[], expected: string]>([
  ["creates a Job for a command", [c1], [], "create a-1 for c1"],
  ["creates one Job for commands that want the same", [c2, c1], [], "create a-1 for c1 c2"],
  ["joins a Job that waits", [c1, c2], [job("a", "suspended", ["c1"])], "join a for c2"],
  ["resumes a Job when all its commands are known to it", [c1], [job("a", "suspended", ["c1"])], "resume a for c1"],
  ["waits for a running Job", [c1], [job("a", "running", ["c1"])], "nothing"],
  [
    "gives a command the next epoch once a Job may have read",
    [c1, c2],
    [job("a", "running", ["c1"])],
    "create a-2 for c2",
  ],
  ["gives a command the next epoch right after the end", [c2], [job("a", "finished", ["c1"])], "create a-2 for c2"],
  [
    "lets at most one epoch wait",
    [c1, c2, command("c3")],
    [job("a", "running", ["c1"]), job("a2", "suspended", ["c2"], "a", 2)],
    "join a2 for c3",
  ],
  [
    "never runs two epochs of one scan at once",
    [c1, c2],
    [job("a", "running", ["c1"]), job("a2", "suspended", ["c2"], "a", 2)],
    "nothing",
  ],
  [
    "waits until a deleted Job's pod is gone",
    [c2],
    [job("a", "ending", []), job("a2", "suspended", ["c2"], "a", 2)],
    "nothing",
  ],
  ["runs a command again whose Job is being deleted", [c1], [job("a", "ending", [])], "create a-2 for c1"],
  ["runs a command again whose Job is gone", [command("c1", { started: true })], [], "create a-1 for c1"],
  [
    "keeps to the running limit",
    [c1],
    [job("x", "running", []), job("y", "running", []), job("a", "suspended", ["c1"])],
    "nothing",
  ],
  ["keeps to the window", [c1], ["w", "x", "y", "z"].map((name) => job(name, "suspended", [])), "nothing"],
  [
    "does not count finished Jobs",
    [c1],
    ["w", "x", "y", "z"].map((name) => job(name, "finished", [])),
    "create a-1 for c1",
  ],
  ["leaves a waiting Job that no open command owns", [], [job("a", "suspended", ["gone"])], "nothing"],
  [
    "creates first what was asked for first",
    [command("late", { createdAt: "2026-08-22T14:55:01Z", scanHash: "b" }), c1],
    [],
    "create a-1 for c1",
  ],
  [
    "resumes a person's command before one that another action caused, whatever its age",
    [command("c1", { class: 1 }), command("c2", { scanHash: "b", createdAt: "2026-08-22T15:00:00Z" })],
    [job("a", "suspended", ["c1"]), job("b", "suspended", ["c2"])],
    "resume b for c2",
  ],
  [
    "resumes the oldest of a class",
    [command("c1", { createdAt: "2026-08-22T15:00:00Z" }), command("c2", { scanHash: "b" })],
    [job("a", "suspended", ["c1"]), job("b", "suspended", ["c2"])],
    "resume b for c2",
  ],
])("%s", (_rule, commands, jobs, expected) => {
  expect(step(commands, jobs)).toBe(expected);
});

const begun = command("c1", { started: true });

it.each<[rule: string, commands: OpenCommand[], jobs: ObservedJob[], expected: string]>([
  ["leaves it to Kueue to resume a Job of its queue", [c1], [queued("a", "suspended", ["c1"])], "nothing"],
  ["joins a Job that Kueue has not admitted yet", [c1, c2], [queued("a", "suspended", ["c1"])], "join a for c2"],
  [
    "joins none that Kueue has evicted, whose pod may have read",
    [begun, c2],
    [queued("a", "suspended", ["c1"])],
    "nothing",
  ],
  [
    "has no next epoch wait that Kueue could run beside this one",
    [begun, c2],
    [queued("a", "running", ["c1"])],
    "nothing",
  ],
  ["gives a command the next epoch after the end", [c2], [queued("a", "finished", ["c1"])], "create a-2 for c2"],
  [
    "waits until the pod of a deleted Job is gone, as nothing else would keep Kueue from running two",
    [c1],
    [queued("a", "ending", [])],
    "nothing",
  ],
  [
    "creates what another waits for behind a scan that has to wait",
    [c2, command("c3", { scanHash: "b" })],
    [queued("a", "running", ["c1"])],
    "create b-1 for c3",
  ],
  [
    "has no more Jobs in the queue than may run",
    [c1],
    [queued("x", "suspended", ["cx"]), queued("y", "running", ["cy"])],
    "nothing",
  ],
  [
    "resumes a Job from before there was a queue",
    [c1, c2],
    [job("a", "suspended", ["c1", "c2"]), queued("x", "suspended", ["cx"])],
    "resume a for c1 c2",
  ],
  ["has no Job join the queue beside one from before it", [c2], [job("a", "running", ["c1"])], "nothing"],
])("with a queue of Kueue's %s", (_rule, commands, jobs, expected) => {
  expect(step(commands, jobs, inQueue)).toBe(expected);
});

it("leaves a Job to Kueue that Kueue itself has put into its default queue", () => {
  expect(step([c1], [queued("a", "suspended", ["c1"])])).toBe("nothing");
  expect(step([begun, c2], [queued("a", "running", ["c1"])])).toBe("nothing");
});
