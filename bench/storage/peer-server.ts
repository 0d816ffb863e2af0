import { bringUp } from "../../test/cluster/cluster.ts";
import { installPublicServer } from "../../test/storage/public-server/public-server.ts";
import { addComponent, removeComponent, removeNamespace } from "./component.ts";
import { clientFor } from "./light-client.ts";
import type { Server } from "./measured-server.ts";
import { namespace } from "./objects.ts";
import { usageOf } from "./usage.ts";

/** The public server beside a test cluster, reached through kube-apiserver as ours is in `cluster-server.ts`. */
export async function openPeerServer(name: string, light: boolean): Promise<Server> {
  const cluster = await bringUp({ name });
  const peer = await installPublicServer(cluster);
  await cluster.kubectl(["create", "namespace", namespace]);
  const client = clientFor(light)(await addComponent(cluster));
  return {
    name: "public server, through kube-apiserver",
    client,
    usage: () => usageOf(peer.pid),
    close: async () => {
      client.close();
      await removeComponent(cluster);
      await peer.remove();
      await removeNamespace(cluster);
    },
  };
}
