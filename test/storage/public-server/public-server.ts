import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cached } from "../../cluster/cache.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { runCommand } from "../../cluster/run-command.ts";
import { commandPath, shortHash } from "../../cluster/tools.ts";
import { clusterAddress } from "../cluster-address.ts";
import { namespace } from "../manifests.ts";
import { register, unregister, untilAvailable } from "../registration.ts";
import { freePort, hostAddress } from "../storage-process.ts";

const binding = "storage-peer";

/** The public server beside a cluster in which it is registered. */
export type PublicServer = {
  pid: number;
  /** Ends it and takes everything out of the cluster again. */
  remove(): Promise<void>;
};

/**
 * The public storage server of Kubescape, built from its Go module, beside a test cluster as ours is. It takes no flags
 * and its paths are fixed, so it gets a root directory in which it finds what a pod would. It listens on all addresses.
 * Resolves when it answers.
 */
export async function installPublicServer(cluster: Cluster): Promise<PublicServer> {
  const folder = mkdtempSync(join(tmpdir(), "sortie-public-server-"));
  const address = hostAddress(cluster);
  const port = await freePort(address);
  await register(cluster, address, port);
  await layOut(folder, cluster, port);
  const logFile = join(folder, "log");
  const log = openSync(logFile, "w");
  const { hostname, port: clusterPort } = new URL(clusterAddress(cluster).url);
  const child = spawn("chroot", [folder, "/peer"], {
    stdio: ["ignore", log, log],
    env: {
      HOME: "/root",
      KUBERNETES_SERVICE_HOST: hostname,
      KUBERNETES_SERVICE_PORT: clusterPort,
      PATH: process.env.PATH,
    },
  });
  const remove = async () => {
    await cluster.kubectl(["delete", "clusterrolebinding", binding, "--ignore-not-found"]);
    await unregister(cluster);
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilAvailable(cluster);
  } catch (cause) {
    const said = readFileSync(logFile, "utf8");
    await remove();
    throw new Error(`the public server does not answer:\n${said}`, { cause });
  }
  return { pid: child.pid ?? 0, remove };
}

/** Its files where it looks for them. Settings are the program's own, with the queue of profiles that its chart turns on. */
async function layOut(root: string, cluster: Cluster, port: number): Promise<void> {
  const account = "var/run/secrets/kubernetes.io/serviceaccount";
  for (const directory of ["etc/config", "data", "tmp", account]) mkdirSync(join(root, directory), { recursive: true });
  copyFileSync(await binary(), join(root, "peer"));
  const subject = `--serviceaccount=${namespace}:storage`;
  await cluster.kubectl(["create", "clusterrolebinding", binding, "--clusterrole=cluster-admin", subject]);
  const token = await cluster.kubectl(["-n", namespace, "create", "token", "storage", "--duration=24h"]);
  writeFileSync(join(root, account, "token"), token.trim());
  writeFileSync(join(root, account, "ca.crt"), clusterAddress(cluster).ca);
  const settings = { queueManagerEnabled: true, serverBindPort: port };
  writeFileSync(join(root, "etc/config/config.json"), JSON.stringify(settings));
  const clusterData = { namespace: namespace, clusterName: "bench", accountID: "" };
  writeFileSync(join(root, "etc/config/clusterData.json"), JSON.stringify(clusterData));
}

/** Built once for each content of `go.mod` and `go.sum`. */
async function binary(): Promise<string> {
  const files = ["go.mod", "go.sum"].map((file) => readFileSync(join(import.meta.dirname, file)));
  const directory = await cached(`storage-peer-${shortHash(...files)}`, async (target) => {
    console.error("building the public storage server from its Go module: some minutes the first time …");
    // It runs in an empty root directory, so it must not need the C library there.
    const flags = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w -linkmode external -extldflags -static"];
    await runCommand(
      commandPath("go") ?? "/usr/local/go/bin/go",
      ["build", ...flags, "-o", join(target, "peer"), "github.com/kubescape/storage"],
      { cwd: import.meta.dirname },
    );
  });
  return join(directory, "peer");
}
