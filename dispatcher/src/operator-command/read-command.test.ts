import { expect, it } from "vitest";
import { readCommand } from "./read-command.ts";

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");
const scan = { commandName: "kubescapeScan", args: { scanV1: {} } };

type More = { labels?: Record<string, string>; annotations?: Record<string, string>; status?: unknown };

function command(spec: Record<string, unknown>, more: More = {}) {
  return {
    apiVersion: "kubescape.io/v1alpha1",
    kind: "OperatorCommand",
    metadata: {
      name: "c",
      uid: "u-1",
      creationTimestamp: "2026-08-22T14:55:00Z",
      labels: more.labels,
      annotations: more.annotations,
    },
    spec: { commandType: "OperatorAPI", ...spec },
    ...(more.status === undefined ? {} : { status: more.status }),
  };
}

it("reads a command that was written by hand", () => {
  expect(readCommand(command({ body: encode(scan) }))).toEqual({
    name: "c",
    uid: "u-1",
    createdAt: "2026-08-22T14:55:00Z",
    jobId: "u-1",
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
  });
});

it.each([
  ["guid before jobID", { guid: "g", body: encode({ ...scan, jobTracking: { jobID: "j" } }) }, { jobId: "g" }],
  ["jobID", { body: encode({ ...scan, jobTracking: { jobID: "j" } }) }, { jobId: "j" }],
  ["the parent", { body: encode({ ...scan, JobTracking: { ParentAction: "p" } }) }, { parentId: "p" }],
  ["its ttl", { ttl: "1h30m", body: encode(scan) }, { ttlSeconds: 5400 }],
])("takes %s from the command", (_what, spec, expected) => {
  expect(readCommand(command(spec))).toMatchObject(expected);
});

it.each([
  ["an unknown command", { body: encode({ commandName: "sacn" }) }, "Unknown", "not supported. Did you mean scan?"],
  ["no name", { body: encode({ comandName: "scan" }) }, "Unknown", "commandName is missing or empty"],
  ["a list of commands", { body: encode([]) }, "Invalid", "spec.body: ✖ Invalid input: expected object"],
  ["an image scan", { body: encode({ commandName: "scan" }) }, "NotSupported", 'command "scan" is not supported yet'],
  ["a registry type", { commandType: "CheckRegistry" }, "NotSupported", "is not supported yet"],
  ["no body", {}, "Invalid", "spec.body is not the base64 of a JSON object"],
  ["text", { body: Buffer.from("password").toString("base64") }, "Invalid", "spec.body is not the base64"],
  ["a body that is too large", { body: encode({ ...scan, wlid: "x".repeat(65_536) }) }, "Invalid", "larger than 65536"],
  ["no request", { body: encode({ commandName: "kubescapeScan" }) }, "Invalid", "args.scanV1 is missing"],
  ["a spec of another shape", { body: 5 }, "Invalid", "spec.body"],
])("rejects %s with a reason a person can act on", (_what, spec, reason, message) => {
  expect(readCommand(command(spec))?.wants).toEqual({
    what: "rejection",
    reason,
    message: expect.stringContaining(message),
  });
});

it.each([
  [
    "labelled for the node agent",
    command({ body: encode(scan) }, { labels: { "kubescape.io/app-name": "node-agent" } }),
  ],
  ["of the node agent's types", command({ commandType: "RuntimeResponse" })],
  ["of no shape at all", { kind: "OperatorCommand" }],
])("leaves a command alone that is %s", (_what, object) => {
  expect(readCommand(object)).toBeUndefined();
});

it("knows a finished command by its status alone", () => {
  const status = { started: true, completed: true, completedAt: "2026-08-22T15:00:00Z" };
  expect(readCommand(command({ body: encode(scan) }, { status }))).toMatchObject({
    started: true,
    completedAt: "2026-08-22T15:00:00Z",
  });
});

it.each([
  [false, "exceeded quota"],
  [true, undefined],
])("knows what keeps a command waiting while it is open (completed: %s)", (completed, waitingFor) => {
  const status = { completed, error: { reason: "Waiting", message: "exceeded quota" } };
  expect(readCommand(command({ body: encode(scan) }, { status }))?.waitingFor).toBe(waitingFor);
});

it("wants nothing yet of a command whose credentials are not stored", () => {
  const annotations = { "sortie.dev/incomplete": "true" };
  expect(readCommand(command({ body: encode(scan) }, { annotations }))?.wants).toEqual({ what: "completion" });
});
