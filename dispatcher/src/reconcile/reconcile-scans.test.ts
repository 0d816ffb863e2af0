import { ApiError, type KubeObject, type Resource } from "@sortie/kube";
import { type ConfigTarget, OperatorCommand } from "@sortie/wire";
import { pino } from "pino";
import { expect, it } from "vitest";
import { JobTemplate } from "../launch/job-template.ts";
import { refusedScans } from "../launch/refused-scans.ts";
import { readCommand } from "../operator-command/read-command.ts";
import { type ObservedObjects, withOwnWrites } from "../own-writes.ts";
import { jobNameOf, scanHashOf } from "../plan/scan-identity.ts";
import { reconcileScans } from "./reconcile-scans.ts";

const template = JobTemplate.parse({ spec: { template: { spec: { containers: [{ image: "i" }] } } } });

const everything: ConfigTarget = {
  type: "config",
  includeNamespaces: [],
  excludedNamespaces: [],
  frameworks: [],
  controls: [],
};

/** A command to scan the namespace of its name. */
function scan(name: string, second: number, jobTracking = {}): KubeObject {
  const args = { scanV1: { includeNamespaces: [name] } };
  const body = JSON.stringify({ commandName: "kubescapeScan", jobTracking, args });
  return {
    apiVersion: "kubescape.io/v1alpha1",
    kind: "OperatorCommand",
    metadata: { name, uid: name, creationTimestamp: `2026-08-22T15:00:0${second}Z` },
    spec: { commandType: "OperatorAPI", body: Buffer.from(body).toString("base64") },
  };
}

type Refuses = (verb: "create" | "update", object: KubeObject) => { code: number; message: string } | undefined;

/** An API server that remembers, and a dispatcher that sees at once what is there. */
function namespaceOf(commands: KubeObject[], refuses: Refuses = () => undefined, window = 16, queue?: string) {
  const objects = new Map(commands.map((command) => [`operatorcommands/${command.metadata?.name}`, command]));
  const api = { refuses, seconds: 0, writes: 0, mutates: (object: KubeObject) => object };
  const write = (verb: "create" | "update") => async (resource: Resource, object: KubeObject) => {
    const key = `${resource.plural}/${object.metadata?.name}`;
    const refusal = api.refuses(verb, object);
    api.writes += 1;
    if (refusal) throw new ApiError({ ...refusal, reason: "Forbidden" });
    const isThere = objects.has(key);
    if (verb === "create" && isThere) return { ok: false as const, reason: "AlreadyExists" as never };
    if (verb === "update" && !isThere) return { ok: false as const, reason: "NotFound" as never };
    objects.set(key, api.mutates({ ...object, metadata: { uid: key, ...object.metadata } }));
    return { ok: true as const, object: objects.get(key) as never };
  };
  const clock = { now: () => new Date(Date.parse("2026-08-22T15:00:00Z") + api.seconds * 1000) };
  const observed = (plural: string): ObservedObjects => {
    const list = () => [...objects].flatMap(([key, object]) => (key.startsWith(plural) ? [object] : []));
    return withOwnWrites({ list, get: (name) => objects.get(`${plural}/${name}`) }, clock);
  };
  const get = async ({ plural }: Resource, { name }: { name: string }) => objects.get(`${plural}/${name}`) as never;
  const deps: Parameters<typeof reconcileScans>[0] = {
    cluster: { create: write("create"), update: write("update"), get },
    namespace: "kubescape",
    template,
    commands: observed("operatorcommands"),
    jobs: observed("jobs"),
    readCommand,
    queue,
    limits: { maxRunning: queue === undefined ? 4 : 1, window, isQueued: queue !== undefined },
    refusals: refusedScans(clock),
    clock,
    log: pino({ level: "silent" }),
    signal: new AbortController().signal,
  };
  const statusOf = (name: string) => OperatorCommand.parse(objects.get(`operatorcommands/${name}`)).status;
  const running = () => deps.jobs.list().flatMap((job) => (isResumed(job) ? owners(job) : []));
  return { reconcile: () => reconcileScans(deps), api, objects, jobs: deps.jobs, statusOf, running };
}

const isResumed = ({ spec }: KubeObject) => !(spec as { suspend: boolean }).suspend;
const owners = ({ metadata }: KubeObject) => metadata?.ownerReferences?.map(({ name }) => name) ?? [];

const quota = { code: 403, message: 'jobs.batch "x" is forbidden: exceeded quota: tight' };
/** Refuses the Job of one command. */
const refusing =
  (verb: string, command: string): Refuses =>
  (tried, object) =>
    tried === verb && object.kind === "Job" && owners(object).includes(command) ? quota : undefined;

it.each(["create", "update"])("runs the scans of others while a quota or a policy refuses to %s one", async (verb) => {
  const { reconcile, running, statusOf } = namespaceOf([scan("a", 1), scan("b", 2)], refusing(verb, "a"));
  expect(await reconcile()).toEqual({ againInSeconds: 5 });
  expect(running()).toEqual(["b"]);
  expect(statusOf("a")).toMatchObject({ completed: false, error: { reason: "Waiting", message: quota.message } });
});

it("runs a scan once it is no longer refused, and says that nothing keeps it", async () => {
  const { reconcile, running, statusOf, api } = namespaceOf([scan("a", 1)], refusing("create", "a"));
  await reconcile();
  api.refuses = () => undefined;
  api.seconds = 5;
  expect(await reconcile()).toEqual({ againInSeconds: undefined });
  expect([running(), statusOf("a")?.error]).toEqual([["a"], undefined]);
});

it("completes a command whose Job is refused for a quarter of an hour", async () => {
  const { reconcile, statusOf, api } = namespaceOf([scan("a", 1)], refusing("create", "a"));
  await reconcile();
  api.seconds = 900;
  await reconcile();
  const message = `the scan could not begin: ${quota.message}`;
  expect(statusOf("a")).toMatchObject({
    started: false,
    completed: true,
    error: { reason: "could_not_begin", message },
  });
});

it("tries no more scans at once than the window holds while all are refused", async () => {
  const commands = Array.from({ length: 9 }, (_, index) => scan(`c${index}`, index));
  const refuses: Refuses = (_verb, { kind }) => (kind === "Job" ? quota : undefined);
  const { reconcile, objects, statusOf } = namespaceOf(commands, refuses, 3);
  await reconcile();
  const told = commands.filter(({ metadata }) => statusOf(metadata?.name ?? "")?.error);
  expect(told.map(({ metadata }) => metadata?.name)).toEqual(["c0", "c1", "c2"]);
  expect([...objects.keys()].filter((key) => key.startsWith("jobs/"))).toEqual([]);
});

it("runs scans although a quota refuses every Event", async () => {
  const events: Refuses = (_verb, { kind }) => (kind === "Event" ? quota : undefined);
  const refuses: Refuses = (verb, object) => events(verb, object) ?? refusing("create", "a")(verb, object);
  const { reconcile, running } = namespaceOf([scan("a", 1), scan("b", 2)], refuses);
  await reconcile();
  expect(running()).toEqual(["b"]);
});

it("does not take the absence of the whole API server for a refusal", async () => {
  const away = { code: 503, message: "the server is currently unable to handle the request" };
  const { reconcile, statusOf } = namespaceOf([scan("a", 1)], () => away);
  await expect(reconcile()).rejects.toThrow(away.message);
  expect(statusOf("a")).toBeUndefined();
});

it("leaves a Job alone that has the name of a scan's and is not ours, and runs the others", async () => {
  const { reconcile, objects, running, statusOf } = namespaceOf([scan("a", 1), scan("b", 2)]);
  const name = jobNameOf(scanHashOf({ ...everything, includeNamespaces: ["a"] }), 1);
  objects.set(`jobs/${name}`, { metadata: { name, uid: "theirs" }, spec: { suspend: true } });
  await reconcile();
  expect(running()).toEqual(["b"]);
  expect(statusOf("a")?.error?.message).toBe(`Job "${name}" exists and is not ours`);
});

it.each<[what: string, mutates: (job: KubeObject) => KubeObject]>([
  ["keeps Job", (job) => ({ ...job, spec: { ...(job.spec as object), suspend: true } })],
  ["takes its owners from Job", (job) => ({ ...job, metadata: { ...job.metadata, ownerReferences: [] } })],
  [
    'takes the label "app.kubernetes.io/managed-by=sortie" from Job',
    (job) => ({
      ...job,
      metadata: { ...job.metadata, labels: { ...job.metadata?.labels, "app.kubernetes.io/managed-by": "platform" } },
    }),
  ],
])("sets a scan aside when admission %s", async (what, mutates) => {
  const { reconcile, statusOf, api } = namespaceOf([scan("a", 1)]);
  api.mutates = (object) => (object.kind === "Job" ? mutates(object) : object);
  expect(await reconcile()).toEqual({ againInSeconds: 5 });
  expect(statusOf("a")?.error?.message).toContain(`an admission webhook or policy ${what}`);
  expect(api.writes).toBeLessThan(10);
});

/** As a queue does that has not admitted the Jobs. */
function suspendAll(objects: Map<string, KubeObject>): void {
  for (const [key, object] of objects)
    if (object.kind === "Job") objects.set(key, { ...object, spec: { ...(object.spec as object), suspend: true } });
}

it("resumes a Job that somebody else suspends after ever longer times, says so once, and gives it up", async () => {
  const { reconcile, objects, running, statusOf, api } = namespaceOf([scan("a", 1)]);
  const waits: (number | undefined)[] = [];
  while (statusOf("a")?.completed !== true && waits.length < 30) {
    await reconcile();
    expect(running()).toEqual(["a"]);
    suspendAll(objects);
    const { againInSeconds = 0 } = await reconcile();
    waits.push(againInSeconds);
    api.seconds += againInSeconds;
  }
  expect(waits.slice(0, 6)).toEqual([5, 10, 20, 40, 60, 60]);
  expect(waits.length).toBeLessThan(20);
  const told = [...objects.values()].flatMap(({ kind, reason }) => (kind === "Event" ? [reason] : []));
  expect(told.filter((reason) => reason === "ScanWaiting")).toHaveLength(1);
  expect(statusOf("a")?.error?.message).toMatch(/somebody else has suspended it again$/);
});

it("resumes a Job that is suspended after it has run at once, however long ago that happened before", async () => {
  const { reconcile, objects, running, api } = namespaceOf([scan("a", 1)]);
  await reconcile();
  for (const second of [1800, 3600]) {
    suspendAll(objects);
    expect(await reconcile()).toEqual({ againInSeconds: 5 });
    api.seconds = second;
    await reconcile();
    expect(running()).toEqual(["a"]);
  }
  api.seconds = 5400;
  suspendAll(objects);
  await reconcile();
  expect(running()).toEqual(["a"]);
});

/** Refuses to write the status of one command. */
const unwritable =
  (command: string): Refuses =>
  (verb, { kind, metadata }) =>
    verb === "update" && kind === "OperatorCommand" && metadata?.name === command
      ? { code: 403, message: "denied by a webhook" }
      : undefined;

it("runs the scans of others while the status of one command cannot be written", async () => {
  const { reconcile, running, api } = namespaceOf([scan("a", 1), scan("b", 2)], unwritable("a"));
  expect(await reconcile()).toEqual({ againInSeconds: 5 });
  expect(running()).toEqual(["b"]);
  api.seconds = 900;
  expect(await reconcile()).toEqual({ againInSeconds: 10 });
  expect(running()).toEqual(["b"]);
});

const refusingAll =
  (verb: string, commands: string[]): Refuses =>
  (...tried) =>
    commands.map((command) => refusing(verb, command)(...tried)).find((refusal) => refusal !== undefined);

it.each<[what: string, refuses: Refuses]>([
  ["although their outcome is refused", (...tried) => unwritable("a")(...tried) ?? unwritable("b")(...tried)],
  ["whose Jobs are refused to begin", refusingAll("update", ["a", "b"])],
  [
    "that have no Job either",
    (...tried) => unwritable("a")(...tried) ?? unwritable("b")(...tried) ?? refusingAll("create", ["a", "b"])(...tried),
  ],
])("gives the places of scans that were given up to others, %s", async (_what, refuses) => {
  const { reconcile, running, api } = namespaceOf([scan("a", 1), scan("b", 2), scan("c", 3)], refuses, 2);
  await reconcile();
  expect(running()).toEqual([]);
  api.seconds = 900;
  await reconcile();
  expect(running()).toEqual(["c"]);
});

it("comes back for a command that would join a Job which was gone before its creation was answered", async () => {
  const { reconcile, running, jobs, api } = namespaceOf([scan("a", 1)]);
  const scanHash = scanHashOf({ ...everything, includeNamespaces: ["a"] });
  const annotations = { "sortie.dev/scan-hash": scanHash, "sortie.dev/epoch": "1" };
  jobs.wrote({ metadata: { name: jobNameOf(scanHash, 1), uid: "gone", annotations }, spec: { suspend: true } });
  expect(await reconcile()).toEqual({ againInSeconds: 31 });
  expect(running()).toEqual([]);
  api.seconds = 31;
  await reconcile();
  expect(running()).toEqual(["a"]);
});

it("takes a time to live from a Job that admission gave it", async () => {
  const { reconcile, objects, api } = namespaceOf([scan("a", 1)]);
  const spec = { ttlSecondsAfterFinished: 0 };
  api.mutates = (object) => ({ ...object, spec: { ...spec, ...(object.spec as object) } });
  await reconcile();
  const job = [...objects.values()].find(({ kind }) => kind === "Job");
  expect(job?.spec).toMatchObject({ suspend: false, ttlSecondsAfterFinished: undefined });
});

it("says in an Event why a scan waits, and that it was given up, where no status says it", async () => {
  const { reconcile, objects, api } = namespaceOf([scan("a", 1)], unwritable("a"));
  const told = () =>
    [...objects.values()].flatMap(({ kind, reason, message }) => (kind === "Event" ? [[reason, message]] : []));
  await reconcile();
  expect(told()).toEqual([["ScanWaiting", "denied by a webhook"]]);
  api.seconds = 900;
  await reconcile();
  expect(told()[1]).toEqual(["ScanFailed", "could_not_begin: the scan could not begin: denied by a webhook"]);
});

it("gives a scan one place in the window whose Job exists and is refused to begin", async () => {
  const refuses: Refuses = (...tried) => unwritable("a")(...tried) ?? unwritable("b")(...tried);
  const { reconcile, running } = namespaceOf([scan("a", 1), scan("b", 2), scan("c", 3)], refuses, 3);
  await reconcile();
  expect(running()).toEqual(["c"]);
});

it("runs a scan for those of its commands whose status can be written", async () => {
  const [bad, good] = [scan("a", 1), scan("a", 2)];
  good.metadata = { ...good.metadata, name: "b", uid: "b" };
  const { reconcile, running, statusOf } = namespaceOf([bad, good], unwritable("a"));
  await reconcile();
  expect(running()).toEqual(["b"]);
  expect([statusOf("a"), statusOf("b")?.started]).toEqual([undefined, true]);
});

it("makes what somebody asks for before what another action caused", async () => {
  const caused = scan("a", 1, { parentAction: "an upgrade" });
  const { reconcile, jobs } = namespaceOf([caused, scan("b", 2)], undefined, 1, "scans");
  await reconcile();
  expect(jobs.list().map(owners)).toEqual([["b"]]);
});

it("has a command join the Job of its scan that waits", async () => {
  const [first, second] = [scan("a", 1), scan("a", 2)];
  second.metadata = { ...second.metadata, name: "b", uid: "b" };
  const { reconcile, objects, jobs } = namespaceOf([first], undefined, 4, "scans");
  await reconcile();
  objects.set("operatorcommands/b", second);
  await reconcile();
  expect(jobs.list().map(owners)).toEqual([["a", "b"]]);
});

it("resumes a Job that the API server gives no further owners, and runs who would join it in the next", async () => {
  const [first, second] = [scan("a", 1), scan("a", 2)];
  second.metadata = { ...second.metadata, name: "b", uid: "b" };
  const { reconcile, objects, running, statusOf, jobs, api } = namespaceOf([first]);
  api.mutates = (object) =>
    object.kind === "Job" ? { ...object, spec: { ...(object.spec as object), suspend: true } } : object;
  await reconcile(); // its Job is there and waits
  api.mutates = (object) => object;
  objects.set("operatorcommands/b", second);
  api.refuses = (verb, object) =>
    verb === "update" && object.kind === "Job" && owners(object).length > 1
      ? { code: 403, message: "cannot set an ownerRef on a resource you can't delete" }
      : undefined;
  api.seconds = 5;
  await reconcile();
  expect(running()).toEqual(["a"]);
  expect(jobs.list().map(owners)).toEqual([["a"], ["b"]]);
  expect(statusOf("b")).toBeUndefined();
});

it("has one Job in Kueue's queue that it leaves suspended, while the API server refuses another", async () => {
  const { reconcile, jobs, running, api } = namespaceOf(
    [scan("a", 1), scan("b", 2), scan("c", 3)],
    refusing("create", "a"),
    4,
    "scans",
  );
  for (const second of [0, 5, 15]) {
    api.seconds = second;
    await reconcile();
    expect(jobs.list().flatMap(owners)).toEqual(["b"]);
    expect(running()).toEqual([]);
  }
  expect(jobs.list()).toMatchObject([{ metadata: { labels: { "kueue.x-k8s.io/queue-name": "scans" } } }]);
});
