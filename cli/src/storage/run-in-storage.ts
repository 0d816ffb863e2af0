import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { UsageError } from "../arguments/usage-error.ts";
import type { StorageStart } from "./storage-place.ts";

/** How the program ended, and what it said on standard error. */
export type StorageEnd = { code: number; said: string };

/** Of what a program says of its failure, so much is shown. */
const shownCharacters = 2000;

/**
 * Runs storage's program, which reads `input` and writes to `output` what it was asked for.
 *
 * @throws UsageError where there is no such program.
 */
export async function runInStorage(
  { program, args, environment }: StorageStart,
  { input, output, signal }: { input?: Readable | undefined; output: Writable; signal: AbortSignal },
): Promise<StorageEnd> {
  const child = spawn(program, args, { env: environment, stdio: ["pipe", "pipe", "pipe"], signal });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-shownCharacters)));
  const fed = input === undefined ? child.stdin.end() : pipeline(input, child.stdin).catch(ignoreClosedPipe);
  const read = pipeline(child.stdout, output, { end: false });
  try {
    const [[code]] = await Promise.all([once(child, "close"), read, fed]);
    return { code: typeof code === "number" ? code : 1, said: said.trim() };
  } catch (error) {
    signal.throwIfAborted();
    if (!isMissing(error)) throw error;
    throw new UsageError(`There is no program ${program}: KUBECTL names another kubectl.`);
  }
}

const closedPipe = new Set(["EPIPE", "ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE"]);

/** A program that ends before it has read everything says why itself. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (!closedPipe.has(error.code ?? "")) throw error;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && String(error.syscall).startsWith("spawn");
}
