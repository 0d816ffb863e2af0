import { ApiError, type KubeObject, type Resource } from "@sortie/kube";
import { pino } from "pino";
import { expect, it } from "vitest";
import { Command } from "../operator-command/command.ts";
import { acceptCommands } from "./accept-commands.ts";
import type { OpenCommands } from "./open-commands.ts";

/** A command that says the same as another, and its Job in a queue of Kueue's. */
type Waiting = { command: KubeObject; job: KubeObject };

/** An API server that remembers what was created, and refuses one kind of object. */
function intake({ open = 0, refuses = "", waiting = undefined as Waiting | undefined } = {}) {
  const objects = new Map<string, KubeObject>();
  const patches: [name: string, patch: unknown][] = [];
  let ids = 0;
  const cluster: Parameters<typeof acceptCommands>[0]["cluster"] = {
    async create<T extends KubeObject>({ plural }: Resource, object: T) {
      if (plural === refuses) throw new ApiError({ code: 403, reason: "Forbidden", message: "exceeded quota" });
      objects.set(`${plural}/${object.metadata?.name}`, object);
      return { ok: true as const, object: { ...object, metadata: { ...object.metadata, uid: "u" } } };
    },
    get: async () => waiting?.command as never,
    async *list() {
      yield { items: (waiting === undefined ? [] : [waiting.job]) as never[], resourceVersion: "1" };
    },
    async patch({ plural }, { name }, patch): Promise<{ ok: true; object: never }> {
      patches.push([`${plural}/${name}`, patch]);
      return { ok: true, object: {} as never };
    },
    delete: async ({ plural }, { name }) => objects.delete(`${plural}/${name}`),
  };
  let created = 0;
  const same = waiting === undefined ? undefined : { name: "waits", isRejected: false };
  const ledger: OpenCommands = { count: () => open + created, find: () => same, created: () => created++ };
  const newId = () => `${++ids}`.padStart(12, "0");
  const log = pino({ level: "silent" });
  const accept = acceptCommands({ cluster, namespace: "kubescape", open: ledger, newId, log });
  return { accept, objects, patches, names: () => [...objects.keys()] };
}

const scan = (scanV1: Record<string, unknown> = {}) =>
  Command.parse({ commandName: "kubescapeScan", args: { scanV1 } });
const from = { traceparent: undefined };

it("takes the thousandth open command and not one more, all of a request or none", async () => {
  const { accept, names } = intake({ open: 998 });
  expect(await accept([scan(), scan(), scan()], from)).toEqual({ ok: false, reason: "too-many" });
  expect(names()).toEqual([]);
  expect(await accept([scan(), scan({ account: "a" })], from)).toEqual({ ok: true });
  expect(names().filter((name) => name.startsWith("operatorcommands/"))).toHaveLength(2);
});

it("counts the commands of requests that come at the same time", async () => {
  const { accept, names } = intake({ open: 998 });
  const accepted = await Promise.all([accept([scan()], from), accept([scan(), scan()], from), accept([scan()], from)]);
  expect(accepted.map(({ ok }) => ok)).toEqual([true, false, true]);
  expect(names()).toHaveLength(2);
});

it("forgets the commands of a request that the API server refused", async () => {
  const { accept } = intake({ open: 998, refuses: "secrets" });
  await expect(accept([scan({ accessKey: "s3cret" }), scan()], from)).rejects.toThrow("exceeded quota");
  expect(await accept([scan(), scan()], from)).toEqual({ ok: true });
});

it("says of a command that it is incomplete until its credentials are stored", async () => {
  const { accept, objects, patches } = intake();
  await accept([scan({ accessKey: "s3cret" }), scan()], from);
  const [withKey, secret, without] = [...objects.values()];
  expect(withKey?.metadata?.annotations).toMatchObject({ "sortie.dev/incomplete": "true" });
  expect([secret?.kind, without?.metadata?.annotations]).toEqual(["Secret", {}]);
  expect(patches).toEqual([
    [
      `operatorcommands/${withKey?.metadata?.name}`,
      { metadata: { uid: "u", annotations: { "sortie.dev/incomplete": null } } },
    ],
  ]);
});

it("takes a command back whose credentials the API server does not keep", async () => {
  const { accept, names } = intake({ refuses: "secrets" });
  await expect(accept([scan({ accessKey: "s3cret" })], from)).rejects.toThrow("exceeded quota");
  expect(names()).toEqual([]);
});

it("names an object after its command, whatever the sender called it", async () => {
  const { accept, names } = intake();
  await accept([Command.parse({ commandName: "../Über Ω" }), Command.parse({ commandName: "" })], from);
  expect(names()).toEqual([
    expect.stringMatching(/^operatorcommands\/[a-z]+-\d{12}$/),
    expect.stringMatching(/^operatorcommands\/command-\d{12}$/),
  ]);
});

it.each([
  ["has a command share one whose Job waits in a queue of Kueue's", "u", true, []],
  ["has none share one whose Job Kueue has let run before anybody says so", "u", false, ["operatorcommands"]],
  ["has a command share one beside which the Job of another runs", "other", false, []],
])("%s", async (_rule, owner, suspend, created) => {
  const spec = { commandType: "OperatorAPI", body: Buffer.from(JSON.stringify(scan())).toString("base64") };
  const command = { apiVersion: "kubescape.io/v1alpha1", kind: "OperatorCommand", metadata: { uid: "u" }, spec };
  const annotations = { "sortie.dev/scan-hash": "a", "sortie.dev/epoch": "1" };
  const ownerReferences = [{ apiVersion: "kubescape.io/v1alpha1", kind: "OperatorCommand", name: "waits", uid: owner }];
  const job = { metadata: { name: "j", uid: "j", annotations, ownerReferences }, spec: { suspend } };
  const { accept, names } = intake({ waiting: { command, job } });
  expect(await accept([scan()], from)).toEqual({ ok: true });
  expect(names().map((name) => name.split("/")[0])).toEqual(created);
});
