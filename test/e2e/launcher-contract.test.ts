import { connectCluster } from "@sortie/kube";
import { afterAll, beforeAll, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import { contract, type Launcher } from "../launcher/contract.ts";
import { systemCluster } from "./installation.ts";

const namespace = "launcher-contract";
let system: Cluster;
let launcher: Launcher;

beforeAll(async () => {
  system = await systemCluster();
  await system.kubectl(["create", "namespace", namespace]);
  const cluster = await connectCluster({ kubeconfig: system.kubeconfig, userAgent: "sortie-e2e" });
  const container = (script: string) => ({
    image: "localhost/sortie/dispatcher:dev",
    imagePullPolicy: "Never",
    command: ["/usr/local/bin/node", "-e", script],
  });
  launcher = { cluster, namespace, container };
});

afterAll(async () => {
  await launcher?.cluster.close();
  await system?.kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--timeout=90s"]);
});

it.each(contract)("a cluster %s", async (_rule, holds) => {
  await holds(launcher);
});
