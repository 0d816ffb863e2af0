import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const program = join(import.meta.dirname, "..", "..", "storage", "src", "main.ts");

/** Storage for one user, without a cluster. */
export type EmbeddedStorage = {
  url: string;
  token: string;
  pid: number;
  /** SIGKILL; resolves when the process is gone. */
  kill: () => Promise<void>;
  /** SIGTERM; the same. */
  stop: () => Promise<void>;
};

/** Starts it on a database and resolves when it answers. @param kubeconfig File that it writes. */
export async function startEmbedded(database: string, kubeconfig: string): Promise<EmbeddedStorage> {
  const child = spawn(process.execPath, [program], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { STORAGE_MODE: "embedded", DATABASE_FILE: database, KUBECONFIG_OUT: kubeconfig },
  });
  let log = "";
  while (!log.includes('"service started"')) log += String((await once(child.stdout, "data"))[0]);
  child.stdout.resume();
  const { clusters, users } = JSON.parse(readFileSync(kubeconfig, "utf8")) as {
    clusters: [{ cluster: { server: string } }];
    users: [{ user: { token: string } }];
  };
  return {
    url: clusters[0].cluster.server,
    token: users[0].user.token,
    pid: child.pid ?? 0,
    kill: () => end(child, "SIGKILL"),
    stop: () => end(child, "SIGTERM"),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}
