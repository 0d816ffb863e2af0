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

afterAll(() => cluster?.kubectl(["delete", "resourcequota", "one-job", "-n", namespace, "--ignore-not-found"]));

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
