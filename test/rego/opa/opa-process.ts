import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** One policy and the queries that are each asked with every input. Documents are JSON texts. */
export type OpaRequest = {
  readonly modules: Readonly<Record<string, string>>;
  readonly queries: readonly string[];
  readonly inputs?: readonly unknown[];
  readonly data?: unknown;
  readonly v0?: boolean;
  readonly strictErrors?: boolean;
};
export type Problem = {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly row?: number;
  readonly col?: number;
};
/** The errors of the policy, or an answer to each query and input: the queries of the first input first. */
export type OpaResponse = {
  readonly errors?: readonly Problem[];
  readonly answers?: readonly OpaAnswer[];
};
/** The solutions of a query as JSON texts, or why there are none. */
type OpaAnswer = { readonly solutions?: readonly string[]; readonly errors?: readonly Problem[] };

export type Opa = ReturnType<typeof startOpa>;

/**
 * OPA as a process that answers one policy a line, in order. Answers are lines of JSON, {@link OpaResponse}. A policy that
 * ends the process, such as one for which the driver may have no more memory, is in the error.
 */
export function startOpa(driver: string) {
  // Garbage is collected late: the process is short-lived, and half of its work would be collecting.
  const child = spawn(driver, ["serve"], { stdio: "pipe", env: { ...process.env, GOGC: "400" } });
  const waiting: { request: string; resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.resolve(line));
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(0, 300);
  });
  // Of what it does not read any more the end of the process tells.
  child.stdin.on("error", () => undefined);
  let end: Error | undefined;
  child.once("close", (exitCode, signal) => {
    const [why = ""] = complaint.split("\n");
    const asked = waiting[0]?.request.slice(0, 5000);
    end = new Error(`the driver ended with ${signal ?? `code ${exitCode}`}: ${why}${asked && `\nat ${asked}`}`);
    for (const { reject } of waiting) reject(end);
  });
  return {
    ask: (request: OpaRequest): Promise<string> =>
      new Promise((resolve, reject) => {
        if (end !== undefined) return reject(end);
        const line = JSON.stringify(request);
        waiting.push({ request: line, resolve, reject });
        child.stdin.write(`${line}\n`);
      }),
    [Symbol.asyncDispose]: async (): Promise<void> => {
      child.stdin.end();
      if (end === undefined) await new Promise((resolve) => child.once("close", resolve));
    },
  };
}
