import { readFileSync } from "node:fs";
import type { Cluster } from "../cluster/cluster.ts";

/** Where kube-apiserver is, and whose certificate it has. */
export function clusterAddress({ kubeconfig }: Cluster): { url: string; ca: string } {
  const { clusters } = JSON.parse(readFileSync(kubeconfig, "utf8")) as {
    clusters: { cluster: { server: string; "certificate-authority-data": string } }[];
  };
  const cluster = clusters[0]?.cluster;
  const ca = Buffer.from(cluster?.["certificate-authority-data"] ?? "", "base64").toString("utf8");
  return { url: cluster?.server ?? "", ca };
}
