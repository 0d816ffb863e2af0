import { bringUp } from "../../test/cluster/cluster.ts";
import { installStorage } from "../../test/storage/storage-process.ts";
import { addComponent, removeComponent } from "./component.ts";
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
  const client = clientFor(light)(await addComponent(cluster));
  return {
    name: "storage, through kube-apiserver",
    client,
    usage: () => usageOf(storage.pid() ?? 0),
    close: async () => {
      client.close();
      await removeComponent(cluster);
      await cluster.kubectl(["delete", "namespace", namespace, "--wait=false"]);
      await storage.remove();
      folder.remove();
    },
  };
}
