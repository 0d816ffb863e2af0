import { expect, it } from "vitest";
import type { ReadCommand } from "../operator-command/read-command.ts";
import { type CommandStep, nextCommandStep } from "./command-step.ts";

const scan: ReadCommand = {
  name: "c",
  uid: "u",
  createdAt: "2026-08-22T14:00:00Z",
  jobId: "j",
  parentId: null,
  traceparent: undefined,
  started: false,
  waitingFor: undefined,
  completedAt: undefined,
  ttlSeconds: undefined,
  wants: {
    what: "config-scan",
    target: { type: "config", includeNamespaces: [], excludedNamespaces: [], frameworks: [], controls: [] },
  },
};
const rejected: ReadCommand = { ...scan, wants: { what: "rejection", reason: "Unknown", message: "no" } };
const incomplete: ReadCommand = { ...scan, wants: { what: "completion" } };
const finished = "2026-08-22T15:00:00Z";

it.each<[rule: string, command: ReadCommand, now: string, step: CommandStep]>([
  ["leaves an open scan to the plan", scan, finished, { do: "nothing" }],
  ["rejects what is not understood", rejected, finished, { do: "reject", reason: "Unknown", message: "no" }],
  ["rejects once", { ...rejected, completedAt: finished }, "2026-08-22T15:00:00Z", { do: "wait", seconds: 3600 }],
  ["keeps a finished command", { ...scan, completedAt: finished }, "2026-08-22T15:59:59Z", { do: "wait", seconds: 1 }],
  ["removes it after the default", { ...scan, completedAt: finished }, "2026-08-22T16:00:00Z", { do: "delete" }],
  [
    "removes it after its own ttl",
    { ...scan, completedAt: finished, ttlSeconds: 60 },
    "2026-08-22T15:01:00Z",
    { do: "delete" },
  ],
  ["waits for what intake still completes", incomplete, "2026-08-22T14:00:59Z", { do: "wait", seconds: 1 }],
  ["removes what intake did not complete", incomplete, "2026-08-22T14:01:00Z", { do: "delete" }],
  ["keeps one whose end is no time", { ...scan, completedAt: "soon" }, "2036-01-01T00:00:00Z", { do: "nothing" }],
])("%s", (_rule, command, now, step) => {
  expect(nextCommandStep(command, new Date(now), 3600)).toEqual(step);
});
