import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { connectCluster } from "@sortie/kube";
import type { Launcher } from "./contract.ts";

const root = join(import.meta.dirname, "..", "..");

/** Storage and dispatcher as the command line starts them, in a folder of their own. */
export async function embeddedLauncher(): Promise<Launcher & { stop(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), "sortie-launcher-"));
  const kubeconfig = join(dir, "kubeconfig");
  const addresses = join(dir, "addresses.json");
  const templates = join(dir, "templates");
  mkdirSync(templates);
  const container = { image: "process", command: ["true"] };
  const job = { spec: { template: { spec: { containers: [container] } } } };
  writeFileSync(join(templates, "config-scan.yaml"), JSON.stringify(job));

  const children: ChildProcess[] = [];
  const start = async (program: string, env: Record<string, string>, ready: string) => {
    const log = join(dir, `${program}.log`);
    const output = openSync(log, "a");
    const main = join(root, program, "src/main.ts");
    // It ends with the test runner, however that ends.
    const tied = { ...env, STOP_WITH_STDIN: "true" };
    const child = spawn(process.execPath, [main], { stdio: ["pipe", output, output], env: tied });
    children.push(child);
    const ended = once(child, "exit").then(() => Promise.reject(new Error(readFileSync(log, "utf8"))));
    ended.catch(() => {}); // the end that `stop` brings about
    await Promise.race([appears(dir, ready), ended]);
  };
  const database = { STORAGE_MODE: "embedded", DATABASE_FILE: join(dir, "storage.sqlite") };
  await start("storage", { ...database, KUBECONFIG_OUT: kubeconfig }, kubeconfig);
  const listening = { REST_ADDRESS: "127.0.0.1:0", PROBE_ADDRESS: "127.0.0.1:0", ADDRESS_FILE: addresses };
  const launching = { LAUNCHER: "process", RUNNER_DIR: dir, JOB_TEMPLATES_DIR: templates };
  const path = { PATH: dirname(process.execPath) };
  await start("dispatcher", { KUBECONFIG_FILE: kubeconfig, ...listening, ...launching, ...path }, addresses);

  const cluster = await connectCluster({ kubeconfig, userAgent: "test" });
  return {
    cluster,
    namespace: "kubescape",
    container: (script) => ({ image: "process", command: [process.execPath, "-e", script] }),
    async stop() {
      await cluster.close();
      const ended = children.filter(({ exitCode }) => exitCode === null).map((child) => once(child, "exit"));
      for (const child of children) child.kill("SIGKILL");
      await Promise.all(ended);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function appears(dir: string, file: string): Promise<void> {
  const changes = watch(dir);
  try {
    while (!existsSync(file)) await once(changes, "change");
  } finally {
    changes.close();
  }
}
