import { type Cluster as Connection, connectCluster, type KubeObject, resources } from "@sortie/kube";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import { install, systemCluster, uninstall } from "../e2e/installation.ts";
import { killDispatcher, post, replaceDispatcher, withoutDispatcher } from "./dispatcher.ts";
import { all, appears, endOf, isFinished, isSuspended, jobIdOf } from "./observed.ts";

const rounds = 5;
/** Longer than any cache, lease or watch of the control plane lives. */
const downSeconds = 120;

let cluster: Cluster;
let connection: Connection;

beforeAll(async () => {
  cluster = await systemCluster("chaos");
  await uninstall(cluster);
  // One at a time: so the second of two scans waits suspended for as long as the first runs.
  await install(cluster, ["--set=operator.maxRunningJobs=1", "--set=operator.jobTtlSeconds=3600"]);
  connection = await connectCluster({ kubeconfig: cluster.kubeconfig, userAgent: "sortie-chaos" });
});

afterAll(() => connection?.close());

const scan = (jobID: string) => ({
  commandName: "kubescapeScan",
  jobTracking: { jobID },
  args: { scanV1: { includeNamespaces: [jobID] } },
});
const accepted: string[] = [];

/** Posts until it is answered, as a client does that takes no answer for no. */
async function insist(body: { commands: { jobTracking: { jobID: string } }[] }): Promise<void> {
  const answer = (await post(cluster, body)) ?? (await post(cluster, body));
  expect(answer).toEqual({ status: 200, text: "ok" });
  accepted.push(...body.commands.map(({ jobTracking }) => jobTracking.jobID));
}

const mine = (jobId: string) => (object: KubeObject) => jobIdOf(object) === jobId;

async function killed(): Promise<void> {
  await killDispatcher(cluster);
  await replaceDispatcher(cluster);
}

/** So many that the request is under way for as long as it takes to kill. */
const many = (round: number) => ({
  commands: Array.from({ length: 60 }, (_, index) => ({
    commandName: `chaos${index}`,
    jobTracking: { jobID: `before-answer-${round}-${index}` },
  })),
});

it("kills the dispatcher 20 times and finds every accepted command with one outcome", {
  timeout: 900_000,
}, async () => {
  for (let round = 0; round < rounds; round++) {
    const unanswered = post(cluster, many(round));
    await appears(connection, resources.operatorCommands, mine(`before-answer-${round}-0`));
    await killed();
    await unanswered;
    await insist(many(round));

    const [first, second] = [`first-${round}`, `second-${round}`];
    // Watched from before: on a busy machine the first scan may be over before a watch begins.
    await Promise.all([
      appears(connection, resources.jobs, (job) => mine(second)(job) && isSuspended(job)),
      insist({ commands: [scan(first), scan(second)] }),
    ]);
    await killed();

    await appears(connection, resources.jobs, (job) => mine(second)(job) && !isSuspended(job));
    await killed();

    await appears(connection, resources.jobs, (job) => mine(second)(job) && isFinished(job));
    await killed();
  }
  await expectOneOutcomeEach();
});

it("records what ended while there was no dispatcher for two minutes", { timeout: 600_000 }, async () => {
  await insist({ commands: [scan("unattended")] });
  await appears(connection, resources.jobs, (job) => mine("unattended")(job) && !isSuspended(job));
  await killDispatcher(cluster);
  await withoutDispatcher(cluster, downSeconds);
  await expectOneOutcomeEach();
});

async function expectOneOutcomeEach(): Promise<void> {
  for (const { metadata } of (await acceptedCommands()).filter((command) => endOf(command) === "open")) {
    const isSettled = (command: KubeObject) => command.metadata?.uid === metadata?.uid && endOf(command) !== "open";
    await appears(connection, resources.operatorCommands, isSettled);
  }
  const commands = await acceptedCommands();
  expect(new Set(commands.map(jobIdOf))).toEqual(new Set(accepted));
  const jobs = await all(connection, resources.jobs);
  const pods = await all(connection, resources.pods);
  for (const command of commands) {
    const isScan = !jobIdOf(command)?.startsWith("before-answer");
    expect([jobIdOf(command), endOf(command)]).toEqual([jobIdOf(command), isScan ? "succeeded" : "Unknown"]);
    const owned = jobs.filter(({ metadata }) =>
      metadata?.ownerReferences?.some(({ uid }) => uid === command.metadata?.uid),
    );
    expect([jobIdOf(command), owned.length]).toEqual([jobIdOf(command), isScan ? 1 : 0]);
  }
  for (const job of jobs) {
    const attempts = pods.filter(({ metadata }) =>
      metadata?.ownerReferences?.some(({ uid }) => uid === job.metadata?.uid),
    );
    expect([job.metadata?.name, isFinished(job), attempts.length]).toEqual([job.metadata?.name, true, 1]);
  }
}

/** Objects of every answered command, and of those that became durable although nobody heard so. */
async function acceptedCommands(): Promise<KubeObject[]> {
  const commands = await all(connection, resources.operatorCommands);
  return commands.filter((command) => accepted.includes(jobIdOf(command) ?? ""));
}
