import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, fstatSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { attemptFiles } from "./attempt-files.ts";
import type { RunnableContainer } from "./runnable-job.ts";

/** What kubelet keeps of a termination message, in bytes, and of the log where it falls back to it. */
const maxMessageBytes = 4096;
const maxLogBytes = 2048;

/** How a process ended, in the words of `ContainerStateTerminated`. */
export type Ended = { exitCode: number; reason: string; message: string };

export type RunningProcess = {
  pid: number | undefined;
  ended: Promise<Ended>;
  /** Asks it to end, once, and ends it after the grace period: after the shortest, where there are several. */
  stop: (graceSeconds: number) => void;
};

/**
 * Starts a container's command as a process with a group of its own, with the container's environment and nothing of
 * ours but the search path. A command that cannot be started ends as in containerd: code 128, reason `StartError`.
 */
export function startProcess(
  container: RunnableContainer,
  { dir, pod, path }: { dir: string; pod: string; path: string },
): RunningProcess {
  const files = attemptFiles(dir, pod);
  const [program, ...args] = [...container.command, ...container.args];
  writeFileSync(files.termination, "", { mode: 0o600 });
  if (program === undefined) return failedStart("the container has no command");
  const log = openSync(files.log, "a", 0o600);
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      detached: true,
      stdio: ["ignore", log, log],
      env: {
        PATH: path,
        ...Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
        TERMINATION_LOG: files.termination,
      },
    });
  } catch (err) {
    // What the system takes for no program's arguments and environment, such as too long a value, is told at once.
    return failedStart((err as Error).message);
  } finally {
    closeSync(log);
  }
  if (child.pid !== undefined) writeFileSync(files.pid, String(child.pid), { mode: 0o600 });
  const { stop, letGo } = stopper(child.pid);
  const ended = new Promise<Ended>((resolve) => {
    child.once("error", (err) => resolve({ exitCode: 128, reason: "StartError", message: err.message }));
    child.once("exit", (code, signal) => resolve(endedWith(code ?? signalExitCode(signal), container, files)));
  }).finally(letGo);
  return { pid: child.pid, ended, stop };
}

/** See `RunningProcess.stop`. Once the process has been let go of, its number can be another's. */
function stopper(pid: number | undefined) {
  let killsAt = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  return {
    stop: (graceSeconds: number) => {
      if (isOver) return;
      if (timer === undefined) signalGroup(pid, "SIGTERM");
      killsAt = Math.min(killsAt, performance.now() + graceSeconds * 1000);
      clearTimeout(timer);
      timer = setTimeout(() => signalGroup(pid, "SIGKILL"), killsAt - performance.now());
    },
    letGo: () => {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

/** No such file, no such process, or a number that now is another user's process (proc(5), `/proc/pid/environ`). */
const gone = new Set(["ENOENT", "ESRCH", "EACCES"]);

/** Ends the process of an attempt whose runner died, if it still runs. A number that another process has got since is left alone. */
export function killAbandoned(dir: string, pod: string): void {
  const files = attemptFiles(dir, pod);
  try {
    const pid = Number(readFileSync(files.pid, "utf8"));
    const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    if (environment.includes(`TERMINATION_LOG=${files.termination}`)) signalGroup(pid, "SIGKILL");
  } catch (err) {
    if (!gone.has((err as NodeJS.ErrnoException).code ?? "")) throw err;
  }
}

function failedStart(message: string): RunningProcess {
  return { pid: undefined, ended: Promise.resolve({ exitCode: 128, reason: "StartError", message }), stop() {} };
}

/** The shell's convention, which container runtimes follow: 128 plus the signal's number. */
function signalExitCode(signal: NodeJS.Signals | null): number {
  return signal === "SIGTERM" ? 143 : signal === "SIGKILL" ? 137 : 128;
}

function endedWith(exitCode: number, container: RunnableContainer, files: { log: string; termination: string }): Ended {
  return { exitCode, reason: exitCode === 0 ? "Completed" : "Error", message: messageOf(exitCode, container, files) };
}

function messageOf(
  exitCode: number,
  container: RunnableContainer,
  files: { log: string; termination: string },
): string {
  try {
    const reported = readFileSync(files.termination).subarray(0, maxMessageBytes).toString("utf8");
    const fallsBack = exitCode !== 0 && container.terminationMessagePolicy === "FallbackToLogsOnError";
    return reported === "" && fallsBack ? endOfFile(files.log, maxLogBytes) : reported;
  } catch (err) {
    // Whoever clears away the folder of a process that runs ends that one's report, and not this program.
    return `no report: ${(err as Error).message}`;
  }
}

/** The last bytes of a file of any size. */
function endOfFile(file: string, bytes: number): string {
  const fd = openSync(file, "r");
  try {
    const { size } = fstatSync(fd);
    const end = Buffer.alloc(Math.min(bytes, size));
    return end.toString("utf8", 0, readSync(fd, end, 0, end.length, size - end.length));
  } finally {
    closeSync(fd);
  }
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== "ESRCH") throw err;
  }
}
