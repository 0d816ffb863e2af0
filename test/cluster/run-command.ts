import { type SpawnOptions, spawn } from "node:child_process";

export type CommandOptions = {
  /** Written to the command's standard input, which is otherwise empty. */
  input?: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** `inherit` shows the output to the person at the terminal instead of returning it. */
  output?: "capture" | "inherit";
  signal?: AbortSignal;
};

/** A command that ended with a code other than 0. `output` is everything it wrote, standard error last. */
export class CommandError extends Error {
  readonly exitCode: number;
  readonly output: string;
  constructor(command: string, exitCode: number, output: string) {
    super(`${command} ended with code ${exitCode}\n${output}`.trimEnd());
    this.name = "CommandError";
    this.exitCode = exitCode;
    this.output = output;
  }
}

/** Runs a command to its end and returns its standard output. Throws `CommandError` when it fails. */
export async function runCommand(command: string, args: string[], options: CommandOptions = {}): Promise<string> {
  const inherit = options.output === "inherit";
  const spawnOptions: SpawnOptions = {
    env: options.env ?? process.env,
    stdio: [options.input === undefined ? "ignore" : "pipe", inherit ? 2 : "pipe", inherit ? 2 : "pipe"],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  const child = spawn(command, args, spawnOptions);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
  // A command that ends before it has read all its input closes the pipe; its exit code says what happened.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(options.input);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
  const text = Buffer.concat(stdout).toString();
  if (exitCode === 0) return text;
  throw new CommandError([command, ...args].join(" ").slice(0, 300), exitCode, text + Buffer.concat(stderr).toString());
}

/** Calls `attempt` until it returns something, at most `withinSeconds`. `undefined` means it never did. */
export async function poll<T>(
  withinSeconds: number,
  attempt: () => Promise<T | undefined> | T | undefined,
  everyMs = 100,
): Promise<T | undefined> {
  const deadline = performance.now() + withinSeconds * 1000;
  for (;;) {
    const value = await attempt();
    if (value !== undefined || performance.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
