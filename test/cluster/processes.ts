// The long-running processes of one cluster, by pid file. All of them are children of the node's first process in a pid
// namespace of their own, so they all end when that one does.
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "./place.ts";
import { poll } from "./run-command.ts";

export type Program = {
  name: string;
  /** Command line. One argument names a file in the cluster's directory; that is how a pid is known to be ours. */
  command: string[];
};

/** What takes a moment on an idle machine takes many on one that runs all tests at once. */
const startSeconds = 60;
/** Lines of a log that a message repeats. */
const toldLines = 20;

/**
 * Starts `wrapper program…` and records the pid of the wrapper's child: `unshare --fork` and `nsenter --pid` stay behind
 * as parents. Output goes to `logs/NAME.log`.
 */
export async function startProgram(place: Place, wrapper: string[], { name, command }: Program): Promise<number> {
  mkdirSync(place.logs, { recursive: true });
  mkdirSync(place.pids, { recursive: true });
  const log = openSync(logFile(place, name), "a");
  const [file = "", ...args] = [...wrapper, ...command];
  const parent = spawn(file, args, { detached: true, stdio: ["ignore", log, log], cwd: "/" });
  closeSync(log);
  let failure: Error | undefined;
  parent.once("error", (error) => {
    failure = error;
  });
  parent.unref();
  const pid = await poll(
    startSeconds,
    () => {
      if (failure) throw failure;
      return parent.pid === undefined || parent.exitCode !== null ? -1 : childOf(parent.pid, command);
    },
    10,
  );
  if (pid === undefined || pid < 0) throw new Error(`${name} did not start: ${logOf(place, name)}`);
  writeFileSync(pidFile(place, name), `${pid}\n`);
  return pid;
}

/** The pid of a recorded process while it runs. A pid that meanwhile belongs to another program does not count. */
export function runningPid(place: Place, name: string): number | undefined {
  let pid: number;
  try {
    pid = Number(readFileSync(pidFile(place, name), "utf8"));
  } catch {
    return undefined;
  }
  return isOurs(place, pid) ? pid : undefined;
}

/** Kills a recorded process at once (SIGKILL) and waits until it is gone. */
export async function killProgram(place: Place, name: string): Promise<void> {
  const pid = runningPid(place, name);
  if (pid !== undefined) {
    process.kill(pid, "SIGKILL");
    const gone = await poll(startSeconds, () => (hasEnded(pid) ? true : undefined), 20);
    if (!gone) throw new Error(`${name} (pid ${pid}) does not end`);
  }
  rmSync(pidFile(place, name), { force: true });
}

function logFile(place: Place, name: string): string {
  return join(place.logs, `${name}.log`);
}

/** Waits until no process is left whose command line names the cluster: wrappers end a moment after what they wrap. */
export async function untilAllHaveEnded(place: Place): Promise<void> {
  const left = () => readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && isOurs(place, Number(pid)));
  const none = await poll(startSeconds, () => (left().length === 0 ? true : undefined), 20);
  if (!none) throw new Error(`processes of the cluster ${place.name} do not end: ${left().join(", ")}`);
}

/** Where a program's log is, and how it ends: for the message of an error that may be all that is left of the machine. */
export function logOf(place: Place, name: string): string {
  const file = logFile(place, name);
  const lines = existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  return [`see ${file}, which ends:`, ...lines.slice(-toldLines)].join("\n");
}

function pidFile(place: Place, name: string): string {
  return join(place.pids, name);
}

function isOurs(place: Place, pid: number): boolean {
  return commandLine(pid)?.some((argument) => argument.includes(`${place.directory}/`)) ?? false;
}

/** Whether a process is over. The first one of a pid namespace is when all others in it are: pid_namespaces(7). */
function hasEnded(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The state stands behind the name, which may have parentheses of its own: proc_pid_stat(5).
    const isZombie = stat.at(stat.lastIndexOf(")") + 2) === "Z";
    // Its files, and ports, are open until its last thread has ended, which need not be the first one.
    return isZombie && readdirSync(`/proc/${pid}/task`).length === 1;
  } catch {
    return true;
  }
}

/** Arguments of a running process. A process that has ended, or waits to be reaped, has none. */
function commandLine(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return text === "" ? undefined : text.split("\0");
  } catch {
    return undefined;
  }
}

/** The wrapper's child, once it runs `command`. */
function childOf(wrapperPid: number, command: string[]): number | undefined {
  let children: string;
  try {
    children = readFileSync(`/proc/${wrapperPid}/task/${wrapperPid}/children`, "utf8");
  } catch {
    return undefined;
  }
  const pid = Number(children.trim().split(" ")[0]);
  return pid > 0 && commandLine(pid)?.[0] === command[0] ? pid : undefined;
}
