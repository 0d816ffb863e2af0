import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readApp, writeApp } from "../../images/src/app-rootfs.ts";
import { programs } from "../../images/src/programs.ts";
import type { Address } from "./client.ts";

export type RunningProgram = { address: Address; pid: number; stop(): Promise<void> };

/** A folder for a database on a disk, so that what is called durable is. */
export function databaseFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "sortie-bench-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The program as its image has it. From its sources Node would need more memory, to read TypeScript. */
export async function bundledProgram(folder: string): Promise<string> {
  const program = programs.find(({ name }) => name === "storage");
  if (!program) throw new Error("there is no program storage");
  writeApp(await readApp(program), folder);
  return join(folder, "app", "main.mjs");
}

/** How the image runs it: images/Containerfile. */
export const flags = [
  "--max-semi-space-size=2",
  "--heap-growing-percent=50",
  "--expose-gc",
  "--no-maglev-destroy-on-background",
];
export const variables = {
  MALLOC_ARENA_MAX: "1",
  MALLOC_MMAP_THRESHOLD_: "1048576",
  MALLOC_TRIM_THRESHOLD_: "131072",
};

/** Starts storage for one user on loopback. */
export async function startProgram(program: string, folder: string): Promise<RunningProgram> {
  const kubeconfig = join(folder, "kubeconfig");
  rmSync(kubeconfig, { force: true });
  const child = spawn(process.execPath, [...flags, program], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...variables,
      STORAGE_MODE: "embedded",
      DATABASE_FILE: join(folder, "storage.sqlite"),
      KUBECONFIG_OUT: kubeconfig,
    },
  });
  await untilListening(child, kubeconfig);
  const { clusters, users } = JSON.parse(readFileSync(kubeconfig, "utf8")) as {
    clusters: { cluster: { server: string } }[];
    users: { user: { token: string } }[];
  };
  return {
    address: { url: clusters[0]?.cluster.server ?? "", token: users[0]?.user.token },
    pid: child.pid ?? 0,
    stop: async () => {
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    },
  };
}

async function untilListening(child: ChildProcess, kubeconfig: string): Promise<void> {
  let log = "";
  for await (const chunk of child.stdout ?? []) {
    log += String(chunk);
    if (log.includes('"service started"') && existsSync(kubeconfig)) break;
  }
  if (!log.includes('"service started"')) throw new Error(`storage did not start:\n${log}`);
  child.stdout?.resume();
}
