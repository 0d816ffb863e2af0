import { readFileSync, statSync } from "node:fs";
import { extname, isAbsolute, relative } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { KubeObject } from "@sortie/kube";
import { findFiles, reasonOf } from "./find-files.ts";
import { kubernetesObjects, maxObjects } from "./kubernetes-objects.ts";
import { parseText } from "./parse-text.ts";
import type { ParsedText } from "./placed-value.ts";

/** Where something stands: a file as the person would name it, and a 1-based line where one is known. */
type Place = { file: string; line?: number | undefined };
export type Remark = Place & { message: string };
export type SourcedObject = { place: Place; object: KubeObject };

/**
 * Everything the arguments of one command line led to. `unreadable` is what was meant to be scanned and could not be;
 * `notes` are documents in a folder that are no Kubernetes objects, such as a values file, which is no fault.
 */
export type Input = { objects: SourcedObject[]; files: number; unreadable: Remark[]; notes: Remark[] };

const maxFileBytes = 64 * 1024 * 1024;

/** Where the person stands, what is piped in, and whether they still want it. */
type From = { folder: string; stdin: AsyncIterable<Buffer>; signal: AbortSignal };

/**
 * Reads files, directories and `-` for standard input. What cannot be read is named; the rest is read. Rejects with the
 * signal's reason between two files.
 */
export async function readInput(paths: string[], { folder, stdin, signal }: From): Promise<Input> {
  const input: Input = { objects: [], files: 0, unreadable: [], notes: [] };
  for (const path of new Set(paths)) {
    if (path === "-") {
      const bytes = await readAll(stdin);
      addText("stdin", () => bytes, true, input);
      continue;
    }
    const { files, problems } = findFiles(path);
    for (const { path, message } of problems) input.unreadable.push({ file: shown(path, folder), message });
    for (const file of files) {
      // Parsing holds up everything else: in between, signals and the programs that start get their turn.
      await nextTurn();
      signal.throwIfAborted();
      addText(shown(file, folder), () => readBounded(file), file === path, input);
    }
  }
  return input;
}

/** Relative to where the person stands, unless that leads upwards. */
function shown(path: string, folder: string): string {
  const short = relative(folder, path);
  if (short === "") return ".";
  return short.startsWith("..") || !isAbsolute(path) ? path : short;
}

async function readAll(stdin: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    size += chunk.length;
    chunks.push(chunk);
    // `decode` says what is wrong; reading on would only fill the memory.
    if (size > maxFileBytes) break;
  }
  return Buffer.concat(chunks);
}

function readBounded(file: string): Buffer {
  const { size } = statSync(file);
  if (size > maxFileBytes)
    throw new UnreadableError(`expected at most 64 MiB, it has ${Math.ceil(size / 2 ** 20)} MiB`);
  return readFileSync(file);
}

class UnreadableError extends Error {}

/** A text that was named, rather than found in a folder, is meant to be scanned: what is no object in it is a fault. */
function addText(file: string, read: () => Buffer, isNamed: boolean, input: Input): void {
  const parsed = parseReadable(file, read, input);
  if (parsed === undefined) return;
  const { objects, notes, problems } = kubernetesObjects(parsed);
  input.files++;
  for (const problem of problems) input.unreadable.push({ file, ...problem });
  for (const { line, message } of notes) {
    if (isNamed) input.unreadable.push({ file, line, message: `expected a Kubernetes object: ${message}` });
    else input.notes.push({ file, line, message: `not a Kubernetes object: ${message}` });
  }
  if (isNamed && holdsNothing(parsed)) {
    // A program that failed leaves an empty pipe, which must not pass for a clean result.
    input.unreadable.push({ file, message: "expected a Kubernetes object, there is nothing in it" });
  }
  for (const { object, line } of objects) input.objects.push({ place: { file, line }, object });
  if (input.objects.length > maxObjects) {
    input.unreadable.push({
      file,
      message: `expected at most ${maxObjects} objects in one scan; the rest is left out`,
    });
    input.objects.length = maxObjects;
  }
}

/** `undefined` where the text could not be read, which is noted. */
function parseReadable(file: string, read: () => Buffer, input: Input): ParsedText | undefined {
  try {
    return parseText(decode(read()), extname(file).toLowerCase() === ".json");
  } catch (error) {
    if (!(error instanceof UnreadableError) && !(error instanceof Error && "code" in error)) throw error;
    input.unreadable.push({ file, message: error instanceof UnreadableError ? error.message : reasonOf(error) });
    return undefined;
  }
}

function holdsNothing({ values, problems }: ParsedText): boolean {
  return problems.length === 0 && values.every(({ value }) => value === null || value === undefined);
}

function decode(bytes: Buffer): string {
  if (bytes.length > maxFileBytes) throw new UnreadableError("expected at most 64 MiB");
  if (bytes.includes(0)) throw new UnreadableError("expected YAML or JSON, it is a binary file");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UnreadableError("expected text in UTF-8", { cause: error });
  }
}
