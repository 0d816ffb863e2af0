import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Cluster, connectCluster } from "@sortie/kube";

const program = join(import.meta.dirname, "..", "main.ts");

/** The program itself, embedded, and a client of it. It ends with its scope, or before. */
export type StorageProcess = {
  cluster: Cluster;
  /** Whoever has it may do everything. */
  token: string;
  /** SIGKILL; resolves when the process is gone. */
  kill: () => Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Starts it on the database of a folder, which outlives it. */
export async function startStorage(folder: string): Promise<StorageProcess> {
  const kubeconfig = join(folder, "kubeconfig");
  rmSync(kubeconfig, { force: true });
  const child = spawn(process.execPath, [program], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { STORAGE_MODE: "embedded", DATABASE_FILE: join(folder, "storage.sqlite"), KUBECONFIG_OUT: kubeconfig },
  });
  let log = "";
  while (!log.includes('"service started"')) log += String((await once(child.stdout, "data"))[0]);
  child.stdout.resume();
  const { users } = JSON.parse(readFileSync(kubeconfig, "utf8")) as { users: [{ user: { token: string } }] };
  const cluster = await connectCluster({ kubeconfig, userAgent: "storage-test" });

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }
  return {
    cluster,
    token: users[0].user.token,
    kill,
    [Symbol.asyncDispose]: async () => {
      await kill();
      await cluster.close();
    },
  };
}
