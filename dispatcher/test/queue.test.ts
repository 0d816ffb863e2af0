import { type KubeObject, resources } from "@sortie/kube";
import { OperatorCommand } from "@sortie/wire";
import { afterAll, beforeAll, expect, it } from "vitest";
import { outcomeOf, scan } from "./commands.ts";
import { type Programs, startPrograms } from "./programs.ts";

const namespace = "kubescape";

let programs: Programs;
beforeAll(async () => {
  programs = await startPrograms({ KUEUE_QUEUE_NAME: "scans", MAX_RUNNING_JOBS: "2" });
  await programs.startDispatcher();
});
afterAll(() => programs.stop());

/** What Kueue does to a Job of its queue: it alone writes whether the Job is suspended. */
async function kueueWrites(name: string, suspend: boolean): Promise<void> {
  await programs.cluster.patch(resources.jobs, { namespace, name }, { spec: { suspend } }, { type: "merge" });
}

/** The objects of a kind, as soon as they are so. */
async function once<T>(kind: "jobs" | "operatorCommands", found: (objects: KubeObject[]) => T | undefined): Promise<T> {
  const stop = new AbortController();
  const events = programs.cluster.watch(resources[kind], { namespace, signal: stop.signal });
  try {
    for await (const _ of events) {
      const result = found(await (kind === "jobs" ? programs.jobs() : programs.commands()));
      if (result !== undefined) return result;
    }
  } finally {
    stop.abort();
  }
  throw new Error("the watch ended");
}

const isUnfinished = ({ status }: KubeObject) => !(status as { completionTime?: string } | undefined)?.completionTime;
const jobOf = (count: number) => (jobs: KubeObject[]) =>
  jobs.filter(isUnfinished).find(({ metadata }) => metadata?.ownerReferences?.length === count);
const statusOf = (jobId: string) => (commands: KubeObject[]) =>
  commands.map((command) => OperatorCommand.parse(command)).find(({ spec }) => spec.guid === jobId)?.status;

it("leaves a Job suspended until Kueue admits it, and has the next command wait for what Kueue lets run", async () => {
  programs.setWorkload(1);
  await programs.post(scan("first"));
  await once("jobs", jobOf(1));
  await programs.post(scan("joins"));
  const job = await once("jobs", jobOf(2));
  expect(job).toMatchObject({
    metadata: { labels: { "kueue.x-k8s.io/queue-name": "scans" } },
    spec: { suspend: true },
  });
  const waiting = await once("operatorCommands", (all) =>
    statusOf("joins")(all)?.error ? statusOf("joins")(all) : undefined,
  );
  const message = `Job "${job.metadata?.name}" waits for Kueue to admit it from queue "scans"`;
  expect(waiting).toMatchObject({ error: { reason: "Waiting", message } });
  expect(programs.runs()).toBe("");

  programs.hold();
  programs.setWorkload(2);
  await kueueWrites(job.metadata?.name ?? "", false);
  await programs.runsChange((runs) => runs.endsWith(" 2\n"));
  const started = await once("operatorCommands", (all) =>
    statusOf("joins")(all)?.started ? statusOf("joins")(all) : undefined,
  );
  expect(started.error).toBeUndefined();

  programs.setWorkload(3);
  await programs.post(scan("after"));
  await programs.post(scan("other", { includeNamespaces: ["x"] }));
  await once("jobs", (jobs) => (jobs.filter(isUnfinished).length === 2 ? true : undefined));
  expect((await programs.jobs()).map(({ metadata }) => metadata?.name?.slice(-2))).toEqual(["-1", "-1"]);

  // Evicted, it begins anew when it is admitted again.
  await kueueWrites(job.metadata?.name ?? "", true);
  await once("operatorCommands", (all) => (statusOf("first")(all)?.error ? true : undefined));
  programs.release();
  await kueueWrites(job.metadata?.name ?? "", false);
  const seen = async (jobId: string) => outcomeOf(await programs.completed(jobId));
  for (const jobId of ["first", "joins"]) expect(await seen(jobId)).toMatchObject({ counts: { seen: 3 } });

  programs.setWorkload(4);
  const next = await once("jobs", (jobs) => jobs.find(({ metadata }) => metadata?.name?.endsWith("-2")));
  await kueueWrites(next.metadata?.name ?? "", false);
  expect(await seen("after")).toMatchObject({ counts: { seen: 4 } });
});
