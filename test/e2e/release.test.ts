import { beforeAll, expect, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import {
  apiService,
  failure,
  forgetEarlierTests,
  helm,
  install,
  namespace,
  systemCluster,
  uninstall,
} from "./installation.ts";

let cluster: Cluster;

beforeAll(async () => {
  cluster = await systemCluster();
  await install(cluster);
  await forgetEarlierTests(cluster);
  const earlier = ["workloadconfigurationscansummaries", "kept", "-n", "default"];
  await cluster.kubectl(["delete", ...earlier, "--ignore-not-found"]);
});

const severity = { severity: "High", scoreFactor: 8 };
const control = { controlID: "C-0057", severity, status: { status: "failed", subStatus: "", info: "" } };
const result = {
  apiVersion: "spdx.softwarecomposition.kubescape.io/v1beta1",
  kind: "WorkloadConfigurationScanSummary",
  metadata: { name: "kept", namespace: "default" },
  spec: { severities: { critical: 0, high: 1, medium: 0, low: 0, unknown: 0 }, controls: { "C-0057": control } },
};
const resultName = () =>
  cluster.kubectl([
    "get",
    "workloadconfigurationscansummaries",
    "kept",
    "-n",
    "default",
    "-o=jsonpath={.metadata.name}",
  ]);
const caBundle = () => cluster.kubectl(["get", "apiservice", apiService, "-o=jsonpath={.spec.caBundle}"]);
const deployed = (name: string, path: string) =>
  cluster.kubectl(["get", "deployment", name, "-n", namespace, `-o=jsonpath={${path}}`]);

const create = (object: object) => cluster.kubectl(["create", "-f", "-"], { input: JSON.stringify(object) });

function scanCommand(name: string): object {
  const body = JSON.stringify({ commandName: "kubescapeScan", args: { scanV1: {} } });
  return {
    apiVersion: "kubescape.io/v1alpha1",
    kind: "OperatorCommand",
    metadata: { name, namespace },
    spec: { commandType: "OperatorAPI", body: Buffer.from(body).toString("base64") },
  };
}

it("keeps results and certificate when an upgrade restarts everything", async () => {
  await create(result);
  const before = await caBundle();
  expect(before).not.toBe("");
  await install(cluster, ["--set=operator.maxRunningJobs=2", "--set=addRevisionLabel=true"]);
  expect(await deployed("dispatcher", ".spec.template.spec.containers[0].env[*].name")).toContain("MAX_RUNNING_JOBS");
  expect(await resultName()).toBe("kept");
  expect(await caBundle()).toBe(before);
});

it("goes back to the release before, with the same results", async () => {
  await helm(cluster, ["rollback", "sortie", "--wait", "--timeout=3m"]);
  await cluster.kubectl(["wait", "--for=condition=Available", `apiservice/${apiService}`, "--timeout=60s"]);
  expect(await deployed("dispatcher", ".spec.template.spec.containers[0].env[*].name")).not.toContain(
    "MAX_RUNNING_JOBS",
  );
  expect(await resultName()).toBe("kept");
});

it("ends a command for a scan that is switched off with an error", async () => {
  await install(cluster, ["--set=kubescape.enabled=false"]);
  await create(scanCommand("switched-off"));
  const completed = ["--for=jsonpath={.status.completed}=true", "operatorcommand/switched-off", "-n", namespace];
  await cluster.kubectl(["wait", ...completed, "--timeout=30s"]);
  const reason = ["operatorcommand", "switched-off", "-n", namespace, "-o=jsonpath={.status.error.message}"];
  expect(await cluster.kubectl(["get", ...reason])).not.toBe("");
});

it("does not hold up the deletion of namespaces for longer than storage is away", async () => {
  await cluster.kubectl(["create", "namespace", "short-lived"]);
  await cluster.kubectl(["delete", "pod", "-l=app=storage", "-n", namespace, "--wait=false"]);
  await cluster.kubectl(["delete", "namespace", "short-lived", "--timeout=90s"]);
});

it("leaves the results where a value or an uninstallation no longer wants their volume, and takes them up again", async () => {
  await install(cluster, ["--set=configurations.persistence=disable"]);
  expect(await failure(resultName())).toContain("not found");
  await helm(cluster, ["uninstall", "sortie", "--wait"]);
  await install(cluster);
  // By its path: kubectl is told of the API a moment after that has become available.
  const path = `/apis/${result.apiVersion}/namespaces/default/workloadconfigurationscansummaries/kept`;
  expect(JSON.parse(await cluster.kubectl(["get", "--raw", path]))).toMatchObject(result);
});

it("uninstalls, scans in flight included, and leaves neither an API that fails nor a namespace that hangs", async () => {
  await create(scanCommand("in-flight"));
  await uninstall(cluster);
  expect(await failure(cluster.kubectl(["get", "apiservice", apiService]))).toContain("not found");
  expect(await cluster.kubectl(["api-resources", "-o=name"])).not.toContain("softwarecomposition");
  const left = ["clusterroles,clusterrolebindings,validatingadmissionpolicies,rolebindings", "-A", "-o=name"];
  expect(await cluster.kubectl(["get", ...left, "-l=app.kubernetes.io/instance=sortie"])).toBe("");
});

it("can be installed again after that", async () => {
  await install(cluster);
  expect(await deployed("storage", ".status.availableReplicas")).toBe("1");
});

it("goes with its namespace where nobody uninstalls it, and holds up no other", async () => {
  await cluster.kubectl(["create", "namespace", "short-lived"]);
  await cluster.kubectl(["delete", "namespace", namespace, "--wait=false"]);
  await cluster.kubectl(["delete", "namespace", "short-lived", "--timeout=90s"]);
  await cluster.kubectl(["wait", "--for=delete", `namespace/${namespace}`, "--timeout=90s"]);
  expect(await failure(cluster.kubectl(["get", "apiservice", apiService]))).toContain("not found");
  await install(cluster);
});
