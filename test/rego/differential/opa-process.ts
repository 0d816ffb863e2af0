import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export type OpaRequest = {
  modules: Record<string, string>;
  query: string;
  input?: unknown;
  data?: unknown;
  v0?: boolean;
  strictErrors?: boolean;
};
type OpaProblem = { code: string; message: string; file?: string; row?: number; col?: number };
export type OpaResponse = { bindings?: Record<string, unknown>[]; errors?: OpaProblem[] };

/** OPA as a process that answers one evaluation a line. Lines keep the text of numbers, so they are returned unparsed. */
export function startOpa(driver: string) {
  const child = spawn(driver, ["serve"], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.(line));
  return {
    ask: (request: OpaRequest): Promise<string> =>
      new Promise((resolve, reject) => {
        if (child.exitCode !== null) reject(new Error(`the driver ended with code ${child.exitCode}`));
        waiting.push(resolve);
        child.stdin.write(`${JSON.stringify(request)}\n`);
      }),
    [Symbol.asyncDispose]: async (): Promise<void> => {
      child.stdin.end();
      if (child.exitCode === null) await new Promise((resolve) => child.once("exit", resolve));
    },
  };
}
