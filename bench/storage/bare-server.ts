import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renewed } from "../../storage/src/certificate/renew.ts";
import { bringUp } from "../../test/cluster/cluster.ts";
import { register, unregister, untilAvailable } from "../../test/storage/registration.ts";
import { freePort, hostAddress } from "../../test/storage/storage-process.ts";
import { addComponent, removeComponent, removeNamespace } from "./component.ts";
import { clientFor } from "./light-client.ts";
import type { Server } from "./measured-server.ts";
import { namespace } from "./objects.ts";
import { databaseFolder, flags } from "./program.ts";
import { usageOf } from "./usage.ts";

const program = join(import.meta.dirname, "bare-process.ts");

/** A server without a store in the place of storage, reached in the same way: the limit of that way. */
export function openBareServer({ cluster, light }: { cluster?: string | undefined; light: boolean }): Promise<Server> {
  return cluster === undefined ? openDirectly(light) : openBehindProxy(cluster, light);
}

async function openDirectly(light: boolean): Promise<Server> {
  const address = `127.0.0.1:${await freePort("127.0.0.1")}`;
  const child = await start([address]);
  const client = clientFor(light)({ url: `http://${address}` });
  return {
    name: "bare server, directly",
    client,
    usage: () => usageOf(child.pid ?? 0),
    close: async () => {
      client.close();
      child.kill("SIGKILL");
    },
  };
}

async function openBehindProxy(name: string, light: boolean): Promise<Server> {
  const cluster = await bringUp({ name });
  const folder = databaseFolder();
  const { serving } = await renewed(undefined, ["storage.storage-test.svc"], new Date());
  writeFileSync(join(folder.path, "tls.crt"), serving.certificate);
  writeFileSync(join(folder.path, "tls.key"), serving.key);
  const host = hostAddress(cluster);
  const port = await freePort(host);
  const child = await start([`${host}:${port}`, folder.path]);
  await register(cluster, host, port);
  await untilAvailable(cluster);
  await cluster.kubectl(["create", "namespace", namespace]);
  const client = clientFor(light)(await addComponent(cluster));
  return {
    name: "bare server, through kube-apiserver",
    client,
    usage: () => usageOf(child.pid ?? 0),
    close: async () => {
      client.close();
      await removeComponent(cluster);
      await unregister(cluster);
      await removeNamespace(cluster);
      child.kill("SIGKILL");
      folder.remove();
    },
  };
}

async function start(args: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...flags, program, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout ?? child, "data");
  return child;
}
