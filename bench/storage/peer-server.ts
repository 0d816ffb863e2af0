import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cached } from "../../test/cluster/cache.ts";
import { bringUp, type Cluster } from "../../test/cluster/cluster.ts";
import { runCommand } from "../../test/cluster/run-command.ts";
import { commandPath, shortHash } from "../../test/cluster/tools.ts";
import { namespace as serverNamespace } from "../../test/storage/manifests.ts";
import { freePort, hostAddress } from "../../test/storage/storage-process.ts";
import { addComponent, clusterAddress, removeComponent } from "./component.ts";
import { clientFor } from "./light-client.ts";
import type { Server } from "./measured-server.ts";
import { databaseFolder } from "./program.ts";
import { register, unregister, untilRegistered } from "./registration.ts";
import { usageOf } from "./usage.ts";

const source = join(import.meta.dirname, "peer");

/**
 * The public storage server of Kubescape, built from its Go module, beside a test cluster as ours is. It takes no flags
 * and its paths are fixed, so it gets a root directory in which it finds what a pod would. It listens on all addresses.
 */
export async function openPeerServer(name: string, light: boolean): Promise<Server> {
  const cluster = await bringUp({ name });
  const folder = databaseFolder();
  const address = hostAddress(cluster);
  const port = await freePort(address);
  await register(cluster, address, port);
  await layOut(folder.path, cluster, port);
  const logFile = join(folder.path, "log");
  const log = openSync(logFile, "w");
  const { hostname, port: clusterPort } = new URL(clusterAddress(cluster).url);
  const child = spawn("chroot", [folder.path, "/peer"], {
    stdio: ["ignore", log, log],
    env: {
      HOME: "/root",
      KUBERNETES_SERVICE_HOST: hostname,
      KUBERNETES_SERVICE_PORT: clusterPort,
      PATH: process.env.PATH,
    },
  });
  const close = async () => {
    await removeComponent(cluster);
    await cluster.kubectl(["delete", "clusterrolebinding", binding, "--ignore-not-found"]);
    await unregister(cluster);
    child.kill("SIGKILL");
    folder.remove();
  };
  try {
    await untilRegistered(cluster);
  } catch (cause) {
    const said = readFileSync(logFile, "utf8");
    await close();
    throw new Error(`the public server does not answer:\n${said}`, { cause });
  }
  const client = clientFor(light)(await addComponent(cluster));
  return {
    name: "public server, through kube-apiserver",
    client,
    usage: () => usageOf(child.pid ?? 0),
    close: () => {
      client.close();
      return close();
    },
  };
}

const binding = "storage-peer";

/** Its files where it looks for them. Settings are the program's own, with the queue of profiles that its chart turns on. */
async function layOut(root: string, cluster: Cluster, port: number): Promise<void> {
  const account = "var/run/secrets/kubernetes.io/serviceaccount";
  for (const directory of ["etc/config", "data", "tmp", account]) mkdirSync(join(root, directory), { recursive: true });
  copyFileSync(await peerBinary(), join(root, "peer"));
  const subject = `--serviceaccount=${serverNamespace}:storage`;
  await cluster.kubectl(["create", "clusterrolebinding", binding, "--clusterrole=cluster-admin", subject]);
  const token = await cluster.kubectl(["-n", serverNamespace, "create", "token", "storage", "--duration=24h"]);
  writeFileSync(join(root, account, "token"), token.trim());
  writeFileSync(join(root, account, "ca.crt"), clusterAddress(cluster).ca);
  const settings = { queueManagerEnabled: true, serverBindPort: port };
  writeFileSync(join(root, "etc/config/config.json"), JSON.stringify(settings));
  const clusterData = { namespace: serverNamespace, clusterName: "bench", accountID: "" };
  writeFileSync(join(root, "etc/config/clusterData.json"), JSON.stringify(clusterData));
}

/** Built once for each content of `peer/go.mod` and `go.sum`. */
async function peerBinary(): Promise<string> {
  const files = ["go.mod", "go.sum"].map((file) => readFileSync(join(source, file)));
  const directory = await cached(`storage-peer-${shortHash(...files)}`, async (target) => {
    console.error("building the public storage server from its Go module: some minutes the first time …");
    // It runs in an empty root directory, so it must not need the C library there.
    const flags = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w -linkmode external -extldflags -static"];
    await runCommand(
      commandPath("go") ?? "/usr/local/go/bin/go",
      ["build", ...flags, "-o", join(target, "peer"), "github.com/kubescape/storage"],
      { cwd: source },
    );
  });
  return join(directory, "peer");
}
