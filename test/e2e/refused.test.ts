import { OperatorCommand } from "@sortie/wire";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import { poll } from "../cluster/run-command.ts";
import { forgetEarlierTests, install, namespace, systemCluster } from "./installation.ts";

let cluster: Cluster;

beforeAll(async () => {
  cluster = await systemCluster();
  await install(cluster, ["--set=operator.jobTtlSeconds=5"]);
  await forgetEarlierTests(cluster);
});

afterAll(() => cluster?.kubectl(["delete", "quota", "one-job", "one-scan", "-n", namespace, "--ignore-not-found"]));

/** A command to scan the namespace of its name. */
function scan(name: string): object {
  const body = JSON.stringify({ commandName: "kubescapeScan", args: { scanV1: { includeNamespaces: [name] } } });
  return {
    apiVersion: "kubescape.io/v1alpha1",
    kind: "OperatorCommand",
    metadata: { name, namespace },
    spec: { commandType: "OperatorAPI", body: Buffer.from(body).toString("base64") },
  };
}

/** The status of a command, once it is as wanted. */
async function reaches(name: string, isAsWanted: (status: OperatorCommand["status"]) => boolean) {
  const status = await poll(60, async () => {
    const object = await cluster.kubectl(["get", "opcmd", name, "-n", namespace, "-o=json"]);
    const { status } = OperatorCommand.parse(JSON.parse(object));
    return isAsWanted(status) ? status : undefined;
  });
  expect(status, `status of ${name}`).toBeDefined();
  return status;
}

it("says in a command that a quota refuses its Job, runs the others, and runs it when there is room", async () => {
  await cluster.kubectl(["create", "quota", "one-job", "--hard=count/jobs.batch=1", "-n", namespace]);
  await cluster.kubectl(["wait", "quota/one-job", "-n", namespace, "--for=jsonpath={.status.used}", "--timeout=30s"]);
  const items = [scan("fits"), scan("refused")];
  await cluster.kubectl(["create", "-f", "-"], { input: JSON.stringify({ apiVersion: "v1", kind: "List", items }) });

  const waiting = await reaches("refused", (status) => status?.error?.reason !== undefined);
  expect(waiting).toMatchObject({ completed: false, error: { reason: "Waiting" } });
  expect(waiting?.error?.message).toContain("exceeded quota: one-job");
  expect(await reaches("fits", (status) => status?.completed === true)).not.toHaveProperty("error");
  expect(await reaches("refused", (status) => status?.completed === true)).not.toHaveProperty("error");
});

it("leaves the long-running pods their room in a quota that has it for them and for as many scans as may run", async () => {
  await cluster.kubectl(["delete", "quota", "one-job", "-n", namespace, "--ignore-not-found"]);
  await install(cluster, ["--set=operator.maxRunningJobs=1", "--set=kubescape.nodeSelector.node=none"]);
  // charts/sortie/README.md, "Quotas": the dispatcher's limit, storage's and that of one scan.
  await cluster.kubectl(["create", "quota", "one-scan", "--hard=limits.memory=2348Mi", "-n", namespace]);
  const items = ["first", "second", "third"].map(scan);
  await cluster.kubectl(["create", "-f", "-"], { input: JSON.stringify({ apiVersion: "v1", kind: "List", items }) });
  const waiting = ["pods", "-l=job-name", "--field-selector=status.phase=Pending", "-n", namespace, "-o=name"];
  expect(await poll(30, async () => (await cluster.kubectl(["get", ...waiting])) || undefined)).toMatch(
    /^pod\/\S+\s*$/,
  );

  const deployments = ["deployment/dispatcher", "deployment/storage", "-n", namespace];
  await cluster.kubectl(["scale", "--replicas=0", ...deployments]);
  const pods = ["pods", "-l=app in (operator,storage)", "-n", namespace];
  await cluster.kubectl(["wait", "--for=delete", ...pods, "--timeout=60s"]);
  await cluster.kubectl(["scale", "--replicas=1", ...deployments]);
  await cluster.kubectl(["wait", "--for=condition=Available", ...deployments, "--timeout=60s"]);
});
