// Starts real storage and dispatcher processes for a test, on loopback, with everything in a folder of their own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectCluster, resources } from "@sortie/kube";
import { completedCommand, listAll } from "./commands.ts";
import { scannedFolder } from "./scanned.ts";
import { fileAppears } from "./wait-for.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type Programs = Awaited<ReturnType<typeof startPrograms>>;

/** One storage, which stays, and a dispatcher, which the test starts and ends. */
export async function startPrograms(settings: Record<string, string> = {}) {
  const dir = mkdtempSync(join(tmpdir(), "sortie-dispatcher-"));
  const kubeconfig = join(dir, "kubeconfig");
  const scanned = scannedFolder(join(dir, "scanned"));
  const children = runner(dir);
  const database = { STORAGE_MODE: "embedded", DATABASE_FILE: join(dir, "storage.sqlite") };
  await fileAppears(dir, kubeconfig, children.run("storage", { ...database, KUBECONFIG_OUT: kubeconfig }));
  const cluster = await connectCluster({ kubeconfig, userAgent: "test" });
  for (const folder of ["templates", "runner"]) mkdirSync(join(dir, folder));
  writeFileSync(join(dir, "templates", "config-scan.yaml"), JSON.stringify(template(join(dir, "scanned"))));
  const dispatcher = dispatcherIn(dir, "first", children, settings);
  return {
    ...scanned,
    dir,
    cluster,
    kubeconfig,
    /** Another dispatcher of the same namespace. */
    secondDispatcher: () => dispatcherIn(dir, "second", children, settings),
    startDispatcher: (throughKubeconfig = kubeconfig) => dispatcher.start(throughKubeconfig),
    endDispatcher: (signal: NodeJS.Signals) => dispatcher.end(signal),
    post: (body: unknown) => dispatcher.post(body),
    commands: () => listAll(cluster, resources.operatorCommands),
    jobs: () => listAll(cluster, resources.jobs),
    /** What programs of this name have logged. */
    log: (program: string) => readFileSync(join(dir, `${program}.log`), "utf8"),
    completed: (jobId: string) => completedCommand(cluster, jobId),
    async stop() {
      await cluster.close();
      await children.kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

type Children = ReturnType<typeof runner>;

function runner(dir: string) {
  const running = new Set<ChildProcess>();
  return {
    run(program: string, env: Record<string, string>): ChildProcess {
      const log = openSync(join(dir, `${program}.log`), "a");
      const main = join(root, program, "src/main.ts");
      // It ends with the test runner, however that ends.
      const tied = { ...env, STOP_WITH_STDIN: "true" };
      const child = spawn(process.execPath, [main], { stdio: ["pipe", log, log], env: tied });
      running.add(child);
      child.once("exit", () => running.delete(child));
      return child;
    },
    async kill(): Promise<void> {
      const ended = [...running].map((child) => once(child, "exit"));
      for (const child of running) child.kill("SIGKILL");
      await Promise.all(ended);
    },
  };
}

function dispatcherIn(dir: string, name: string, children: Children, settings: Record<string, string>) {
  const addresses = join(dir, `${name}-addresses.json`);
  let child: ChildProcess | undefined;
  let rest = "";
  return {
    async start(kubeconfig: string): Promise<void> {
      rmSync(addresses, { force: true });
      child = children.run("dispatcher", {
        KUBECONFIG_FILE: kubeconfig,
        JOB_TEMPLATES_DIR: join(dir, "templates"),
        LAUNCHER: "process",
        RUNNER_DIR: join(dir, "runner"),
        REST_ADDRESS: "127.0.0.1:0",
        PROBE_ADDRESS: "127.0.0.1:0",
        ADDRESS_FILE: addresses,
        PATH: dirname(process.execPath),
        ...settings,
      });
      await fileAppears(dir, addresses, child);
      rest = (JSON.parse(readFileSync(addresses, "utf8")) as { rest: string }).rest;
    },
    /** Its exit code; `null` when it was killed. */
    async end(signal: NodeJS.Signals): Promise<number | null> {
      if (child === undefined || child.exitCode !== null) throw new Error("the dispatcher does not run");
      const exit = once(child, "exit") as Promise<[number | null]>;
      child.kill(signal);
      return (await exit)[0];
    },
    post: (body: unknown) => fetch(`${rest}/v1/triggerAction`, { method: "POST", body: JSON.stringify(body) }),
  };
}

function template(scanned: string) {
  const command = [process.execPath, fileURLToPath(new URL("./test-scan.ts", import.meta.url))];
  const env = [{ name: "SCANNED_DIR", value: scanned }];
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    spec: { backoffLimit: 2, template: { spec: { containers: [{ name: "scan", command, env }] } } },
  };
}
