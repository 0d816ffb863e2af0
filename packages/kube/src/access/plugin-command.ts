import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

/** Credentials are a few kilobytes. */
const longestOutput = 1024 * 1024;

/** A child that a command leaves behind may hold its output open for ever; what the command wrote has arrived by then. */
const outputEndsMs = 1000;

/** Starts a credential plugin. It reads nothing, as it is told (`interactive: false`). */
export function startCommand(command: string, args: readonly string[] | undefined, options: SpawnOptions) {
  const started = spawn(command, args ?? [], { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let length = 0;
  for (const output of [started.stdout, started.stderr]) {
    output.on("data", (part: string | Buffer) => {
      length += part.length;
      if (length <= longestOutput) return;
      started.emit("error", new Error(`it prints more than ${longestOutput} bytes`));
      endCommand(started);
    });
  }
  started.once("exit", () => setTimeout(letGo, outputEndsMs, started).unref());
  return started;
}

/** Also lets go of what a child of it still holds open, which would keep this process alive. */
export function endCommand(command: ChildProcess): void {
  command.kill();
  letGo(command);
}

function letGo({ stdout, stderr }: ChildProcess): void {
  stdout?.destroy();
  stderr?.destroy();
}
