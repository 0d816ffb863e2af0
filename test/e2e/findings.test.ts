import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorkloadConfigurationScan, WorkloadConfigurationScanSummary } from "@sortie/wire";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import type { Cluster } from "../cluster/cluster.ts";
import { runCommand } from "../cluster/run-command.ts";
import { kubectlPath } from "../cluster/tools.ts";
import { offerArtifacts, releasedControl, startArtifactRelease } from "./artifact-release.ts";
import { portForward, postTo } from "./callers.ts";
import { account, type EventReceiver, startEventReceiver } from "./event-receiver.ts";
import { followScan } from "./follow.ts";
import { apiService, forgetEarlierTests, install, namespace, prepareNamespace, systemCluster } from "./installation.ts";
import { offerOwnPolicies, ownControl } from "./own-policies.ts";
import { setPrivileged, shopIn } from "./shop.ts";

const kiosk = "kiosk";
let cluster: Cluster;
let receiver: EventReceiver;
let dispatcher: Awaited<ReturnType<typeof portForward>>;

beforeAll(async () => {
  cluster = await systemCluster();
  await prepareNamespace(cluster);
  await cluster.kubectl(["delete", "namespace", kiosk, "--ignore-not-found", "--timeout=60s"]);
  await cluster.kubectl(["apply", "-f", "-"], { input: JSON.stringify(shopIn(kiosk, { privileged: false })) });
  receiver = await startEventReceiver(cluster);
  await install(cluster, [...(await offerOwnPolicies(cluster)), ...receiver.settings]);
  await forgetEarlierTests(cluster);
  dispatcher = await portForward(cluster);
  await scan();
  await receiver.received();
  await setPrivileged(cluster, kiosk, true);
  await scan();
});

afterAll(async () => {
  await dispatcher?.close();
  await receiver?.remove();
  await cluster?.kubectl(["delete", "namespace", kiosk, "--ignore-not-found", "--wait=false"]);
});

async function scan(): Promise<void> {
  const trace = await followScan(cluster);
  expect(await postTo(dispatcher.url)).toEqual({ status: 200, text: "ok" });
  await trace.reached("outcome recorded");
  await trace.stop();
}

const get = async (...args: string[]) => JSON.parse(await cluster.kubectl(["get", "-o=json", ...args])) as unknown;

/** Status of a control for each workload of the kiosk, by name. */
async function statuses(control: string): Promise<Record<string, string | undefined>> {
  const Summaries = z.object({ items: z.array(WorkloadConfigurationScanSummary) });
  const { items } = Summaries.parse(await get("workloadconfigurationscansummaries", "-n", kiosk));
  const nameOf = ({ metadata }: (typeof items)[number]) =>
    metadata.name?.includes("checkout") ? "checkout" : "catalog";
  const workloads = items.filter(({ metadata }) => /checkout|catalog/.test(metadata.name ?? ""));
  return Object.fromEntries(workloads.map((one) => [nameOf(one), one.spec.controls?.[control]?.status.status]));
}

it("finds a bad workload and names the field to change, with kubectl get", async () => {
  expect(await statuses("C-0057")).toEqual({ checkout: "failed", catalog: "passed" });
  const names = await cluster.kubectl(["get", "workloadconfigurationscans", "-n", kiosk, "-o=name"]);
  const name = names.split("\n").find((line) => line.includes("checkout")) ?? "";
  const checkout = WorkloadConfigurationScan.parse(await get(name, "-n", kiosk));
  const paths = checkout.spec.controls?.["C-0057"]?.rules?.flatMap((rule) => rule.paths ?? []);
  expect(JSON.stringify(paths)).toContain("spec.template.spec.containers[0].securityContext.privileged");
});

it("tells of a control that passed before and fails now, in an Event about the workload", async () => {
  const selector = "--field-selector=reason=PostureRegression,involvedObject.name=checkout";
  const messages = await cluster.kubectl(["get", "events", "-n", kiosk, selector, "-o=jsonpath={.items[*].message}"]);
  expect(messages).toMatch(/passed in the last scan fail.*C-0057/);
});

it("judges by a person's own control, with the list of their own ConfigMap", async () => {
  expect(await statuses(ownControl)).toEqual({ checkout: "failed", catalog: "passed" });
});

it("reports the whole scan to the event receiver, with the account's key", async () => {
  const received = await receiver.received();
  const chunks = received.map(({ chunk }) => chunk);
  expect(new Set(received.map(({ key }) => key))).toEqual(new Set([account.accessKey]));
  expect(received[0]?.path).toMatch(/^\/k8s\/v2\/postureReport\?.*customerGUID=e2e-account/);
  expect(new Set(chunks.map(({ reportGUID }) => reportGUID)).size).toBe(1);
  expect(chunks.map(({ paginationInfo }) => paginationInfo.isLastChunk)).toEqual(
    chunks.map((_, index) => index === chunks.length - 1),
  );
  expect(chunks[0]).toMatchObject({
    clusterAPIServerInfo: { gitVersion: expect.stringMatching(/^v1\./) },
    metadata: { targetMetadata: { clusterContextMetadata: { contextName: "e2e" } } },
  });
  const id = `apps/v1/${kiosk}/Deployment/checkout`;
  const result = chunks.flatMap(({ results }) => results).find(({ resourceID }) => resourceID.endsWith(id));
  const failed = result?.controls.filter(({ status }) => status.status === "failed").map(({ controlID }) => controlID);
  expect(failed).toEqual(expect.arrayContaining(["C-0057", ownControl]));
  const reported = chunks.flatMap(({ resources }) => resources).map(({ resourceID }) => resourceID);
  expect(reported.some((resource) => resource.endsWith(id))).toBe(true);
});

it("shows the numbers of the last scan to monitoring", async () => {
  const path = `/api/v1/namespaces/${namespace}/services/operator:metrics/proxy/metrics`;
  const metrics = await cluster.kubectl(["get", "--raw", path]);
  expect(metrics).toMatch(/^kubescape_cluster_complianceScore \d+$/m);
  expect(metrics).toMatch(/^kubescape_control_count_resources_failed\{name="Workloads name their team".*\} [1-9]\d*$/m);
  expect(metrics).toMatch(
    /^kubescape_resource_count_controls_failed\{.*namespace="kiosk",name="checkout"\} [1-9]\d*$/m,
  );
  const series = metrics.split("\n").flatMap((line) => /^(kubescape_.*) \S+$/.exec(line)?.[1] ?? []);
  expect(series.toSorted()).toEqual([...new Set(series)].toSorted());
});

it("sees the workload pass when it is fixed and scanned again", async () => {
  await setPrivileged(cluster, kiosk, false);
  await scan();
  expect(await statuses("C-0057")).toEqual({ checkout: "passed", catalog: "passed" });
});

it("hands out the results as a whole copy, and starts again from one, through the command line", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sortie-e2e-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const command = join(import.meta.dirname, "..", "..", "cli", "src", "main.ts");
  const env = { ...process.env, KUBECTL: await kubectlPath() };
  const storage = (...args: string[]) => runCommand(process.execPath, [command, "storage", ...args], { env });
  const copy = join(folder, "results.sqlite");
  await storage("export", copy, "--kubeconfig", cluster.kubeconfig);
  expect(await storage("check", "--database", copy)).toBe("The database is whole.\n");
  expect(await storage("import", copy, "--kubeconfig", cluster.kubeconfig)).toContain(
    "Storage takes it up at its next start: kubectl --namespace kubescape rollout restart deployment/storage",
  );
  const storageDeployment = ["deployment/storage", `--namespace=${namespace}`];
  await cluster.kubectl(["rollout", "restart", ...storageDeployment]);
  await cluster.kubectl(["rollout", "status", ...storageDeployment, "--timeout=60s"]);
  await cluster.kubectl(["wait", "--for=condition=Available", `apiservice/${apiService}`, "--timeout=60s"]);
  expect(await statuses("C-0057")).toEqual({ checkout: "passed", catalog: "passed" });
});

it("judges by released controls that a scan downloads, and by no others", async () => {
  const release = await startArtifactRelease(cluster);
  onTestFinished(() => release.remove());
  await setPrivileged(cluster, kiosk, true);
  await scanAfterInstalling(release.settings);
  expect(await statuses(releasedControl)).toEqual({ checkout: "failed", catalog: "passed" });
  expect(await statuses("C-0057")).toEqual({ checkout: undefined, catalog: undefined });
});

it("judges by released controls of a folder that is mounted", async () => {
  await setPrivileged(cluster, kiosk, false);
  await scanAfterInstalling(await offerArtifacts(cluster));
  expect(await statuses(releasedControl)).toEqual({ checkout: "passed", catalog: "passed" });
});

async function scanAfterInstalling(settings: string[]): Promise<void> {
  await dispatcher.close();
  await install(cluster, settings);
  dispatcher = await portForward(cluster);
  await scan();
}
