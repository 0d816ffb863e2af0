import { join } from "node:path";
import { JobOutcome, OperatorCommand, WorkloadConfigurationScan } from "@sortie/wire";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { Cluster } from "../cluster/cluster.ts";
import { poll } from "../cluster/run-command.ts";
import { followScan } from "./follow.ts";
import { failure, forgetEarlierTests, install, namespace, systemCluster } from "./installation.ts";
import { shopIn } from "./shop.ts";

const vault = "vault";
const definitions = join(import.meta.dirname, "..", "..", "charts", "sortie", "crds");
let cluster: Cluster;

beforeAll(async () => {
  cluster = await systemCluster();
  await cluster.kubectl(["delete", "namespace", vault, "--ignore-not-found", "--timeout=60s"]);
  await apply(shopIn(vault, { privileged: true }));
  // Helm installs them once; a cluster that stays up between runs may have those of earlier sources.
  await cluster.kubectl(["apply", "--server-side", "--force-conflicts", "-f", definitions]);
  await forgetSettings();
  await install(cluster, ["--set=capabilities.riskAcceptance=enable"]);
  await forgetEarlierTests(cluster);
});

afterAll(async () => {
  if (cluster === undefined) return;
  await forgetSettings();
  await cluster.kubectl(["delete", "namespace", vault, "--ignore-not-found", "--wait=false"]);
});

/** What is in the whole cluster, and would be about other tests' scans. */
async function forgetSettings(): Promise<void> {
  await cluster.kubectl(["delete", "clustersecurityexceptions,controlinputs", "--all"]);
}

async function apply(object: object): Promise<string> {
  return cluster.kubectl(["apply", "-f", "-"], { input: JSON.stringify(object) });
}

const exception = (name: string, spec: object) => ({
  apiVersion: "kubescape.io/v1beta1",
  kind: "SecurityException",
  metadata: { name, namespace: vault },
  spec: { reason: "for a test", ...spec },
});
const checkout = { resources: [{ apiGroup: "apps", kind: "Deployment", name: "checkout" }] };
const accepted = exception("checkout-is-privileged", {
  match: checkout,
  posture: [{ controlID: "C-0057", action: "ignore" }],
});

/** What a change of exceptions leads to, by itself: the scan that it starts, to its outcome. */
async function scanAfter(change: () => Promise<unknown>): Promise<JobOutcome> {
  await cluster.kubectl(["delete", "operatorcommands", "--all", "-n", namespace, "--timeout=60s"]);
  const trace = await followScan(cluster);
  await change();
  await trace.reached("outcome recorded");
  await trace.stop();
  const commands = await cluster.kubectl(["get", "operatorcommands", "-n", namespace, "-o=json"]);
  const [command] = z.object({ items: z.array(OperatorCommand) }).parse(JSON.parse(commands)).items;
  return JobOutcome.parse(JSON.parse(Buffer.from(command?.status?.payload ?? "", "base64").toString()));
}

/** What the last scan says of a control about `checkout`. */
async function verdict(control: string) {
  const Scans = z.object({ items: z.array(WorkloadConfigurationScan) });
  const printed = await cluster.kubectl(["get", "workloadconfigurationscans", "-n", vault, "-o=json"]);
  const names = Scans.parse(JSON.parse(printed)).items.map(({ metadata }) => metadata.name ?? "");
  const name = names.find((one) => one.includes("checkout")) ?? "";
  const scan = await cluster.kubectl(["get", "workloadconfigurationscans", name, "-n", vault, "-o=json"]);
  return WorkloadConfigurationScan.parse(JSON.parse(scan)).spec.controls?.[control];
}

it("teaches with kubectl explain what an exception says", async () => {
  const explained = await poll(30, async () => {
    const text = await cluster.kubectl(["explain", "securityexception.spec.match"]).catch(() => "");
    return text.includes("objectSelector") ? text : undefined;
  });
  expect(explained).toContain("Which objects it is about.");
});

it.each<[what: string, spec: object, reason: string]>([
  ["accepts nothing", {}, "it accepts nothing without posture or vulnerabilities"],
  ["has a field that is misspelled", { ...accepted.spec, matches: {} }, 'unknown field "spec.matches"'],
  ["never ends by mistake", { ...accepted.spec, expiresAt: "31.12.2027" }, "spec.expiresAt"],
  [
    "selects by nothing",
    { ...accepted.spec, match: { objectSelector: { matchExpressions: [{ key: "a", operator: "In" }] } } },
    "In and NotIn need values",
  ],
])("refuses an exception that %s", async (_what, spec, reason) => {
  expect(await failure(apply(exception("refused", spec)))).toContain(reason);
});

it("scans when exceptions are applied, passes what they accept, and goes on without a broken one", async () => {
  const broken = exception("broken", { match: checkout, posture: [{ controlID: "C-9999", action: "ignore" }] });
  const inputs = { recommendedLabels: ["cost-center"] };
  const own = {
    apiVersion: "kubescape.io/v1",
    kind: "ControlInput",
    metadata: { name: "default" },
    spec: { controls: inputs },
  };
  await apply(own);
  const outcome = await scanAfter(() => apply({ apiVersion: "v1", kind: "List", items: [accepted, broken] }));
  expect(outcome).toMatchObject({ status: "succeeded", counts: { brokenExceptions: 1 } });
  expect(await verdict("C-0057")).toMatchObject({
    status: { status: "passed", subStatus: "w/exceptions" },
    rules: [{ appliedIgnoreRules: ["checkout-is-privileged/C-0057"] }],
  });
  expect(await verdict("C-0076")).toMatchObject({ rules: [{ controlConfigurations: inputs }] });
  const log = await cluster.kubectl(["logs", "-n", namespace, "--selector=batch.kubernetes.io/job-name", "--tail=-1"]);
  const told = log.split("\n").find((line) => line.includes('"exception skipped"')) ?? "{}";
  expect(JSON.parse(told)).toMatchObject({ namespace: vault, resource: "broken", kind: "SecurityException" });
});

it("scans when an exception goes, and shows the finding again", async () => {
  const outcome = await scanAfter(() =>
    cluster.kubectl(["delete", "securityexception", "checkout-is-privileged", "-n", vault]),
  );
  expect(outcome.status).toBe("succeeded");
  expect((await verdict("C-0057"))?.status.status).toBe("failed");
});
