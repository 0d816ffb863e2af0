import type { KubeObject } from "@sortie/kube";
import { expect, it } from "vitest";
import { readCommand } from "../operator-command/read-command.ts";
import { openCommands } from "./open-commands.ts";

const body = (commandName: string) =>
  Buffer.from(JSON.stringify({ commandName, args: { scanV1: {} } })).toString("base64");

function command(name: string, commandName: string, status?: Record<string, unknown>): KubeObject {
  return {
    apiVersion: "kubescape.io/v1alpha1",
    kind: "OperatorCommand",
    metadata: { name, uid: name, labels: { "sortie.dev/identity": "same" } },
    spec: { commandType: "OperatorAPI", body: body(commandName) },
    ...(status === undefined ? {} : { status }),
  };
}

function open(...mirrored: KubeObject[]) {
  const time = { now: 0 };
  return { mirrored, time, ...openCommands({ list: () => mirrored }, readCommand, { now: () => new Date(time.now) }) };
}

it.each([
  ["that waits", command("c", "kubescapeScan"), { name: "c", isRejected: false }],
  ["that was rejected", command("c", "sacn", { completed: true }), { name: "c", isRejected: true }],
  ["whose scan may have begun", command("c", "kubescapeScan", { started: true }), undefined],
  ["that is finished", command("c", "kubescapeScan", { started: true, completed: true }), undefined],
])("finds a command %s: %#", (_which, object, found) => {
  expect(open(object).find("same")).toEqual(found);
  expect(open(object).find("other")).toBeUndefined();
});

it("counts what has no outcome, and what it created before the mirror shows it", () => {
  const known = open(command("a", "kubescapeScan"), command("b", "kubescapeScan", { completed: true }));
  expect(known.count()).toBe(1);
  known.created("c", "fresh");
  expect([known.count(), known.find("fresh")]).toEqual([2, { name: "c", isRejected: false }]);
  known.mirrored.push(command("c", "kubescapeScan", { completed: true }));
  expect([known.count(), known.find("fresh")]).toEqual([1, undefined]);
});

it("forgets a creation that the mirror never shows", () => {
  const known = open();
  known.created("c", "fresh");
  known.time.now = 61_000;
  expect([known.count(), known.find("fresh")]).toEqual([0, undefined]);
});
