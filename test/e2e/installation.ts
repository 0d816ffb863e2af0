import { join } from "node:path";
import { bringUp, type Cluster } from "../cluster/cluster.ts";
import { CommandError, runCommand } from "../cluster/run-command.ts";
import { ensureDebianPackages, helmPath } from "../cluster/tools.ts";
import { buildImages } from "../images/archive.ts";

export const namespace = "kubescape";
const chart = join(import.meta.dirname, "..", "..", "charts", "sortie");

/** Values of every installation by a test: images are on the node already. */
const values = ["--set=image.pullPolicy=Never", "--set=clusterName=e2e", "--set=logger.level=debug"];

/**
 * A cluster with this repository's images on its node. Test files share it and leave it up: bringing it up takes longer
 * than most tests. `npm test` takes it down at the end.
 */
export async function systemCluster(name = "system"): Promise<Cluster> {
  const cluster = await bringUp({ name });
  await loadImages(cluster);
  return cluster;
}

/** Installs or upgrades the chart with these settings and waits until everything is ready. Returns what helm printed. */
export async function install(cluster: Cluster, settings: string[] = []): Promise<string> {
  await prepareNamespace(cluster);
  const volumeClass = await offerVolume(cluster);
  const upgrade = ["upgrade", "--install", "sortie", chart, "--wait", "--timeout=3m"];
  const printed = await helm(cluster, [
    ...upgrade,
    ...values,
    `--set=persistence.storageClass=${volumeClass}`,
    ...settings,
  ]);
  await cluster.kubectl(["wait", "--for=condition=Available", `apiservice/${apiService}`, "--timeout=60s"]);
  return printed;
}

export const apiService = "v1beta1.spdx.softwarecomposition.kubescape.io";

export async function helm(cluster: Cluster, args: string[]): Promise<string> {
  const env = { ...process.env, KUBECONFIG: cluster.kubeconfig };
  return runCommand(await helmPath(), [...args, "--namespace", namespace], { env });
}

/** Deletes what tests before this one made in the namespace. */
export async function forgetEarlierTests(cluster: Cluster): Promise<void> {
  const made = ["operatorcommands,jobs", "--all", "-n", namespace, "--timeout=60s"];
  await cluster.kubectl(["delete", ...made]);
  const accounts = ["serviceaccount/bystander", "serviceaccount/scheduler", "rolebinding/scheduler-starts-scans"];
  await cluster.kubectl(["delete", ...accounts, "-n", namespace, "--ignore-not-found"]);
}

/** Removes the release and its namespace, in the order a person would. */
export async function uninstall(cluster: Cluster): Promise<void> {
  await helm(cluster, ["uninstall", "sortie", "--ignore-not-found", "--wait"]);
  await cluster.kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--timeout=90s"]);
}

/** The namespace of installations, for what has to be there before one. */
export async function prepareNamespace(cluster: Cluster): Promise<void> {
  const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
  const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels } };
  await cluster.kubectl(["apply", "-f", "-"], { input: JSON.stringify(object) });
}

/**
 * The storage class of a volume for storage. Our own cluster has nothing that provisions one, so it gets a folder of its
 * node; any other cluster has a default class.
 */
async function offerVolume(cluster: Cluster): Promise<string> {
  if (cluster.netns === undefined) return "-";
  const volumeClass = "sortie-test";
  const phase = await cluster.kubectl(["get", "pv", volumeClass, "--ignore-not-found", "-o=jsonpath={.status.phase}"]);
  if (phase === "Bound" || phase === "Available") return volumeClass;
  await cluster.kubectl(["delete", "pv", volumeClass, "--ignore-not-found"]);
  await cluster.exec("/bin/sh", [
    "-euc",
    "rm -rf /var/lib/sortie-test && install -d -o 65532 -g 65532 /var/lib/sortie-test",
  ]);
  const volume = {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: volumeClass },
    spec: {
      storageClassName: volumeClass,
      capacity: { storage: "5Gi" },
      accessModes: ["ReadWriteOnce"],
      persistentVolumeReclaimPolicy: "Retain",
      hostPath: { path: "/var/lib/sortie-test" },
    },
  };
  await cluster.kubectl(["apply", "-f", "-"], { input: JSON.stringify(volume) });
  return volumeClass;
}

/** Archives are named after their content, so a cluster that has taken one in needs it no second time. */
async function loadImages(cluster: Cluster): Promise<void> {
  await ensureDebianPackages();
  const archives = await buildImages([]);
  const record = ["configmap", "sortie-test-images", "--namespace=default"];
  const loaded = await cluster.kubectl(["get", ...record, "--ignore-not-found", "-o=jsonpath={.data}"]);
  for (const archive of archives) if (!loaded.includes(archive)) await cluster.loadImage(archive);
  await cluster.kubectl(["delete", ...record, "--ignore-not-found"]);
  await cluster.kubectl(["create", ...record, `--from-literal=archives=${archives.join(" ")}`]);
}

/** What a command that has to fail printed. */
export async function failure(attempt: Promise<string>): Promise<string> {
  const printed = await attempt.then(
    (text) => new Error(`did not fail but printed ${text}`),
    (error: unknown) => (error instanceof CommandError ? error.output : Promise.reject(error as Error)),
  );
  if (printed instanceof Error) throw printed;
  return printed;
}
