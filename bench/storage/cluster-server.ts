import { readFileSync } from "node:fs";
import { bringUp } from "../../test/cluster/cluster.ts";
import { installStorage } from "../../test/storage/storage-process.ts";
import type { Address } from "./client.ts";
import { clientFor } from "./light-client.ts";
import type { Server } from "./measured-server.ts";
import { namespace } from "./objects.ts";
import { bundledProgram, databaseFolder, flags, variables } from "./program.ts";
import { usageOf } from "./usage.ts";

/** Storage as a process beside a test cluster, registered in it, reached through kube-apiserver. */
export async function openClusterServer(name: string, light: boolean): Promise<Server> {
  const cluster = await bringUp({ name });
  const folder = databaseFolder();
  const storage = await installStorage(cluster, variables, [...flags, await bundledProgram(folder.path)]);
  await storage.waitUntilAvailable();
  await cluster.kubectl(["create", "namespace", namespace]);
  const client = clientFor(light)(administrator(cluster.kubeconfig));
  return {
    name: "storage, through kube-apiserver",
    client,
    usage: () => usageOf(storage.pid() ?? 0),
    close: async () => {
      client.close();
      await cluster.kubectl(["delete", "namespace", namespace, "--wait=false"]);
      await storage.remove();
      folder.remove();
    },
  };
}

/** How the cluster's administrator reaches kube-apiserver. */
export function administrator(kubeconfig: string): Address {
  const { clusters, users } = JSON.parse(readFileSync(kubeconfig, "utf8")) as {
    clusters: { cluster: { server: string; "certificate-authority-data": string } }[];
    users: { user: { "client-certificate-data": string; "client-key-data": string } }[];
  };
  const [cluster, user] = [clusters[0]?.cluster, users[0]?.user];
  const text = (data: string | undefined) => Buffer.from(data ?? "", "base64").toString("utf8");
  return {
    url: cluster?.server ?? "",
    ca: text(cluster?.["certificate-authority-data"]),
    cert: text(user?.["client-certificate-data"]),
    key: text(user?.["client-key-data"]),
  };
}
