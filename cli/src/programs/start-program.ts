import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { extname, join } from "node:path";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { ProgramFailedError } from "./program-failed-error.ts";
import { inTemporaryFolder, type WorkFolder } from "./work-folder.ts";

/** A child process. */
export type Program = {
  name: string;
  logFile: string;
  /** Rejects when it ends before `stop` was called, and never resolves. */
  failed(): Promise<never>;
  /** Resolves when it has ended, with how in words. */
  ended: Promise<string>;
  stop(): Promise<void>;
  /** This process's ends of the pipes that it asked for, which are file descriptors 3 and up of the program. */
  pipes: Duplex[];
};

type Start = {
  name: string;
  /** File of its `main.ts`. */
  main: string;
  /** The whole environment. */
  env: Record<string, string | undefined>;
  /** The program's output goes to its logs; a program that outlives its parent removes it. */
  workFolder: WorkFolder;
  /** A file that the program waits for before it begins. */
  after?: string | undefined;
  /** Node's own options. */
  nodeOptions?: readonly string[];
  /** How many pipes to it there are besides standard input. */
  pipes?: number;
};

/** A program that has not stopped this long after SIGTERM is killed. */
const stopWithinSeconds = 5;

/** Node's arguments to load a module before the program, with what it needs to know in its URL's query. */
function preload(module: URL, facts: Record<string, string>): string[] {
  return ["--import", `${module.href}?${new URLSearchParams(facts).toString()}`];
}

/**
 * Starts one of our programs, its output going to `<name>.log`.
 *
 * It leads a process group of its own: Ctrl-C on the terminal reaches only this process, which stops its programs in
 * order, and what a program started itself can be ended with it. Its standard input is a pipe that closes when this
 * process ends, however it ends; `end-with-parent.ts`, loaded before the program, stops it then.
 */
export function startProgram({ name, main, env, workFolder, after, nodeOptions = [], pipes = 0 }: Start): Program {
  const logFile = join(workFolder.logs, `${name}.log`);
  const log = inTemporaryFolder(() => openSync(logFile, "a", 0o600));
  const preloads = [
    ...preload(asInstalled(new URL("./end-with-parent.ts", import.meta.url)), { folder: workFolder.path }),
    ...(after === undefined
      ? []
      : preload(asInstalled(new URL("./start-after-file.ts", import.meta.url)), { file: after })),
  ];
  const child = spawn(process.execPath, [...nodeOptions, ...preloads, main], {
    env,
    stdio: ["pipe", log, log, ...Array<"pipe">(pipes).fill("pipe")],
    detached: true,
  });
  closeSync(log);
  let isStopping = false;
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`));
  });
  const failed = async (): Promise<never> => {
    const how = await ended;
    if (isStopping) return await new Promise(() => {});
    const { logLines } = await import("./log-excerpt.ts");
    throw new ProgramFailedError([`${name} ${how}.`, ...logLines(logFile)].join("\n"));
  };
  const stop = async () => {
    isStopping = true;
    await stopChild(child, ended);
  };
  // A program that has ended closes its ends, which is no news to whoever hears of its end.
  const own = child.stdio.slice(3).map((pipe) => (pipe as Duplex).on("error", () => {}));
  return { name, logFile, failed, ended, stop, pipes: own };
}

/** Ends the program, then whatever of its process group is left. */
async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill("SIGTERM");
  const patience = AbortSignal.timeout(stopWithinSeconds * 1000);
  const impatient = new Promise<void>((resolve) => patience.addEventListener("abort", () => resolve(), { once: true }));
  await Promise.race([ended, impatient]);
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
  await ended;
}

/** The file of a program, by its folder. */
export function mainOf(folder: string): string {
  return fileURLToPath(asInstalled(new URL(`../../../${folder}/src/main.ts`, import.meta.url)));
}

/** A file of ours as it is here: where the command is installed, they are bundled and end as this one does then. */
export function asInstalled(source: URL): URL {
  return new URL(source.href.replace(/\.ts$/, extname(import.meta.filename)));
}
