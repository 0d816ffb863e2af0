import { resources } from "@sortie/kube";
import { OperatorCommand } from "@sortie/wire";
import { afterAll, beforeAll, expect, it } from "vitest";
import { outcomeOf, scan } from "./commands.ts";
import { type Programs, startPrograms } from "./programs.ts";

let programs: Programs;
beforeAll(async () => {
  programs = await startPrograms();
  await programs.startDispatcher();
});
afterAll(() => programs.stop());

it("runs a posted command as a Job and records its outcome in the command", async () => {
  programs.setWorkload(7);
  const answer = await programs.post(scan("one"));
  expect([answer.status, await answer.text()]).toEqual([200, "ok"]);

  const command = await programs.completed("one");
  expect(outcomeOf(command)).toEqual({ status: "succeeded", counts: { seen: 7 } });
  expect(command.status).toMatchObject({ started: true, completed: true, executer: "operator" });
});

it("records a scan's failure for people and for programs", async () => {
  await programs.post(scan("fails", { targetType: "Control", targetNames: ["C-FAIL"] }));
  const command = await programs.completed("fails");
  const message = "no such control";
  expect(command.status?.error).toEqual({ reason: "invalid_input", message, errorCode: 70 });
  expect(outcomeOf(command)).toEqual({ status: "failed", code: "invalid_input", message, retry: false });
});

it.each([
  ["an unknown command", { commandName: "sacn" }, "Unknown"],
  [
    "one that is not supported yet",
    { commandName: "scanRegistryV2", args: { "registry-secret": "x" } },
    "NotSupported",
  ],
  ["one that says too little", { commandName: "kubescapeScan" }, "Invalid"],
])("answers ok to %s and completes it with the reason", async (what, command, reason) => {
  const jobID = `rejected-${reason}`;
  expect((await programs.post({ commands: [{ ...command, jobTracking: { jobID } }] })).status, what).toBe(200);
  expect((await programs.completed(jobID)).status).toMatchObject({ started: false, error: { reason } });
});

it("keeps no credential in the command, and a Secret that goes with it", async () => {
  await programs.post(scan("with-credentials", { account: "s3cret-account", accessKey: "s3cret-key" }));
  const command = await programs.completed("with-credentials");
  const name = command.metadata.name ?? "";
  expect(Buffer.from(command.spec.body ?? "", "base64").toString()).not.toContain("s3cret");

  const secret = await programs.cluster.get(resources.secrets, { namespace: "kubescape", name });
  expect(secret).toMatchObject({
    metadata: { ownerReferences: [{ kind: "OperatorCommand", name, uid: command.metadata.uid }] },
    data: { "0.scanV1.account": Buffer.from("s3cret-account").toString("base64") },
  });
});

it("carries out a command that was created with kubectl", async () => {
  await programs.cluster.create(resources.operatorCommands, {
    apiVersion: "kubescape.io/v1alpha1",
    kind: "OperatorCommand",
    metadata: { name: "by-hand", namespace: "kubescape", labels: { "sortie.dev/job-id": "by-hand" } },
    spec: {
      commandType: "OperatorAPI",
      body: Buffer.from('{"commandName":"kubescapeScan","args":{"scanV1":{}}}').toString("base64"),
    },
  });
  expect(outcomeOf(await programs.completed("by-hand")).status).toBe("succeeded");
});

it("makes one object of identical commands that wait, and one Job of all that want the same", async () => {
  programs.hold();
  await programs.post(scan("running", { includeNamespaces: ["shared"] }));
  await programs.runsChange((runs) => runs.includes("running "));
  const waiting = { commands: [{ commandName: "kubescapeScan", args: { scanV1: { includeNamespaces: ["shared"] } } }] };
  await Promise.all([1, 2, 3].map(() => programs.post(waiting)));
  await programs.post(scan("other-id", { includeNamespaces: ["shared"] }));
  programs.release();
  await programs.completed("other-id");

  const commands = (await programs.commands()).map((object) => OperatorCommand.parse(object));
  const same = commands.filter(({ spec }) => Buffer.from(spec.body ?? "", "base64").includes('"shared"'));
  expect(same).toHaveLength(3);
  const jobs = (await programs.jobs()).filter(({ metadata }) =>
    metadata?.ownerReferences?.some(({ uid }) => same.some((command) => command.metadata.uid === uid)),
  );
  expect(jobs.map(({ metadata }) => metadata?.ownerReferences?.length).toSorted((a = 0, b = 0) => a - b)).toEqual([
    1, 2,
  ]);
});
