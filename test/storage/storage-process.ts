import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "../cluster/cluster.ts";
import { clusterAddress } from "./cluster-address.ts";
import { manifests, namespace } from "./manifests.ts";
import { unregister, untilAvailable } from "./registration.ts";

const sources = join(import.meta.dirname, "..", "..", "storage", "src", "main.ts");

/** Storage as a process on this machine, registered in a cluster as if it were a pod there. */
export type StorageProcess = {
  /** Where the process listens, for requests that do not go through kube-apiserver. */
  address: string;
  port: number;
  /** Of the process, while there is one. */
  pid(): number | undefined;
  /** Its own log. */
  log(): string;
  start(): void;
  /** SIGKILL, or another signal; resolves when the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  waitUntilAvailable(): Promise<void>;
  /** Ends the process and takes everything out of the cluster again. */
  remove(): Promise<void>;
};

/**
 * @param env Further environment of the program.
 * @param program Another form of it than its sources, behind options of Node.
 */
export async function installStorage(
  cluster: Cluster,
  env: Record<string, string> = {},
  program = [sources],
): Promise<StorageProcess> {
  const folder = mkdtempSync(join(tmpdir(), "sortie-storage-"));
  const address = hostAddress(cluster);
  const port = await freePort(address);
  await cluster.kubectl(["apply", "-f", "-"], { input: manifests(address, port) });
  const kubeconfig = await serviceAccountKubeconfig(cluster, folder);
  const logFile = join(folder, "log");
  let child: ChildProcess | undefined;

  function start(): void {
    const output = openSync(logFile, "a");
    child = spawn(process.execPath, program, {
      stdio: ["ignore", output, output],
      env: {
        PATH: process.env.PATH ?? "",
        LISTEN_ADDRESS: `${address}:${port}`,
        NAMESPACE: namespace,
        KUBECONFIG_FILE: kubeconfig,
        DATABASE_FILE: join(folder, "storage.sqlite"),
        ...env,
      },
    });
  }

  async function kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  }

  start();
  return {
    address,
    port,
    pid: () => child?.pid,
    log: () => readFileSync(logFile, "utf8"),
    start,
    kill,
    waitUntilAvailable: () => untilAvailable(cluster),
    remove: async () => {
      await unregister(cluster);
      await kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** This machine's end of the cable to the node: test/cluster/README.md, "What it is made of". */
export function hostAddress(cluster: Cluster): string {
  return new URL(clusterAddress(cluster).url).hostname.replace(/\d+$/, "1");
}

async function serviceAccountKubeconfig(cluster: Cluster, folder: string): Promise<string> {
  const token = (await cluster.kubectl(["-n", namespace, "create", "token", "storage", "--duration=24h"])).trim();
  const admin = JSON.parse(readFileSync(cluster.kubeconfig, "utf8")) as { users: { name: string; user: unknown }[] };
  const users = admin.users.map(({ name }) => ({ name, user: { token } }));
  const file = join(folder, "kubeconfig.json");
  writeFileSync(file, JSON.stringify({ ...admin, users }), { mode: 0o600 });
  return file;
}

export async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
