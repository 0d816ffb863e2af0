import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { extname, isAbsolute, relative } from "node:path";
import { systemReason } from "@sortie/process/system-reason";
import { InputFile, keepInFile } from "./file-part.ts";
import { findFiles, isRendering, type RenderedFolder } from "./find-files.ts";
import { type During, type FoundObjects, maxObjects } from "./kubernetes-objects.ts";
import type { ManifestObject } from "./manifest-object.ts";
import { pauses } from "./pauses.ts";
import { readAll, readPipe } from "./read-pipe.ts";
import { readText } from "./read-text.ts";
import type { Rendering } from "./render-folder.ts";

/** Where something stands: a file as the person would name it, and a 1-based line where one is known. */
type Place = { file: string; line?: number | undefined };
export type Remark = Place & { message: string };
export type SourcedObject = { place: Place; object: ManifestObject };

/**
 * Everything the arguments of one command line led to. `unreadable` is what was meant to be scanned and could not be;
 * `notes` are documents in a folder that are no Kubernetes objects, such as a values file, which is no fault. Of a key
 * that a mapping has again, `repeatedKeys`, the last value counts.
 */
export type Input = {
  objects: SourcedObject[];
  files: number;
  unreadable: Remark[];
  notes: Remark[];
  repeatedKeys: Remark[];
};

const mebibyte = 2 ** 20;
const maxBytes = 64 * mebibyte;
/** Lists in JSON are read one element at a time: this is room for 100,000 objects. */
const maxJsonFileBytes = 256 * mebibyte;

/** Files below this are kept, which spares reading them twice. */
const leastBytesLetGo = 8 * mebibyte;

/** Where the person stands, what is piped in, whether they still want it, and how charts are made manifests. */
type From = { folder: string; stdin: AsyncIterable<Buffer> } & Rendering & Pick<During, "onObject" | "masked">;

/**
 * Reads files, directories and `-` for standard input. What cannot be read is named; the rest is read. Rejects with the
 * signal's reason between two files or objects.
 */
export async function readInput(
  paths: string[],
  { folder, stdin, onObject, masked, ...rendering }: From,
): Promise<Input> {
  const { signal, valuesFiles } = rendering;
  const during = { onObject, masked, pause: pauses(signal) };
  const rendered: RenderedFolder[] = [];
  const input: Input = { objects: [], files: 0, unreadable: [], notes: [], repeatedKeys: [] };
  for (const path of new Set(paths)) {
    if (path === "-") {
      const bytes = await readAll(stdin, maxBytes);
      await addText("stdin", () => bytes, { isNamed: true, during }, input);
      continue;
    }
    const { files, problems, rendered: own } = findFiles(path);
    rendered.push(...own);
    for (const { path, message } of problems) input.unreadable.push({ file: shown(path, folder), message });
    for (const file of files) {
      await during.pause();
      await addFile(file, shown(file, folder), { isNamed: file === path, during, signal }, input);
    }
  }
  if (rendered.length > 0) await addRendered(rendered, { folder, during, ...rendering }, input);
  if (rendered.every(({ kind }) => kind !== "chart")) {
    const message = "no Helm chart was found that it could be for";
    for (const file of valuesFiles) input.unreadable.push({ file, message });
  }
  return input;
}

/** Adds what Helm and Kustomize make of folders. Objects are placed at their template, where it is known. */
async function addRendered(
  rendered: RenderedFolder[],
  { folder: standing, during, ...rendering }: Rendering & { folder: string; during: During },
  input: Input,
): Promise<void> {
  const { renderFolder } = await import("./render-folder.ts");
  const { standaloneFolders } = await import("./standalone-folders.ts");
  const { templateSources } = await import("./template-sources.ts");
  for (const one of standaloneFolders(rendered)) {
    const file = shown(one.file, standing);
    const text = await renderFolder(one, rendering);
    if ("problem" in text) {
      input.unreadable.push({ file: shown(one.folder, standing), message: text.problem });
      continue;
    }
    const found = await readReadable(file, () => text, during, input);
    if (found === undefined) continue;
    const sourceOf = templateSources(text.toString(), shown(one.folder, standing));
    addFound(found, (line) => ({ file: sourceOf(line) ?? file }), input);
  }
}

/** Relative to where the person stands, unless that leads upwards. */
function shown(path: string, folder: string): string {
  const short = relative(folder, path);
  if (short === "") return ".";
  return short.startsWith("..") || !isAbsolute(path) ? path : short;
}

/** `source`: a large file that its parts may be read from again. */
async function readBounded(file: string, signal: AbortSignal): Promise<{ bytes: Buffer; source?: InputFile }> {
  const stats = statSync(file);
  if (stats.isFIFO()) return { bytes: await readPipe(file, maxBytes, signal) };
  // A device may go on for ever, and a terminal be waited for without an end.
  if (!stats.isFile()) throw new UnreadableError("expected a file, a folder or a pipe");
  const { size } = stats;
  const most = isJson(file) ? maxJsonFileBytes : maxBytes;
  if (size > most) {
    const has = Math.ceil(size / mebibyte);
    throw new UnreadableError(`expected at most ${most / mebibyte} MiB, it has ${has} MiB`);
  }
  if (size < leastBytesLetGo) return { bytes: readFileSync(file) };
  const source = new InputFile(file);
  return { bytes: source.whole(), source };
}

function isJson(file: string): boolean {
  return extname(file).toLowerCase() === ".json";
}

class UnreadableError extends Error {}

/** Lets go of the bytes of a large file once it is read: most reports look into few of its objects. */
async function addFile(
  path: string,
  file: string,
  { signal, ...how }: { isNamed: boolean; during: During; signal: AbortSignal },
  input: Input,
): Promise<void> {
  const before = input.objects.length;
  let letGo = () => {};
  const read = async () => {
    const { bytes, source } = await readBounded(path, signal);
    if (source) letGo = () => keepInFile(source, bytes, input.objects.slice(before));
    return bytes;
  };
  await addText(file, read, how, input);
  letGo();
}

/** A text that was named, rather than found in a folder, is meant to be scanned: what is no object in it is a fault. */
async function addText(
  file: string,
  read: () => Buffer | Promise<Buffer>,
  { isNamed, during }: { isNamed: boolean; during: During },
  input: Input,
): Promise<void> {
  const found = await readReadable(file, read, during, input);
  if (found === undefined) return;
  addFound(found, (line) => ({ file, line }), input, isNamed);
  if (isNamed && found.isEmpty && found.problems.length === 0) {
    // A program that failed leaves an empty pipe, which must not pass for a clean result.
    input.unreadable.push({ file, message: "expected a Kubernetes object, there is nothing in it" });
  }
}

function addFound(found: FoundObjects, placeOf: (line: number) => Place, input: Input, isNamed = false): void {
  const { objects, notes, problems, repeatedKeys } = found;
  input.files++;
  for (const line of repeatedKeys) {
    input.repeatedKeys.push({ ...placeOf(line), message: "its last value is what was scanned, as for kubectl" });
  }
  for (const { line, message } of problems) input.unreadable.push({ ...placeOf(line), message });
  for (const { line, message } of notes) {
    const hint = isRendering(placeOf(line).file) ? "; name its folder, and what is made of it is scanned" : "";
    if (isNamed)
      input.unreadable.push({ ...placeOf(line), message: `expected a Kubernetes object: ${message}${hint}` });
    else input.notes.push({ ...placeOf(line), message: `not a Kubernetes object: ${message}` });
  }
  for (const { object, line } of objects) input.objects.push({ place: placeOf(line), object });
  if (input.objects.length > maxObjects) {
    const { file } = placeOf(1);
    const message = `expected at most ${maxObjects} objects in one scan; the rest is left out`;
    input.unreadable.push({ file, message });
    input.objects.length = maxObjects;
  }
}

/** `undefined` where the text could not be read, which is noted. */
async function readReadable(
  file: string,
  read: () => Buffer | Promise<Buffer>,
  during: During,
  input: Input,
): Promise<FoundObjects | undefined> {
  try {
    return await readText(checked(await read(), file), isJson(file), during);
  } catch (error) {
    if (!(error instanceof UnreadableError) && !(error instanceof Error && "code" in error)) throw error;
    input.unreadable.push({ file, message: error instanceof UnreadableError ? error.message : systemReason(error) });
    return undefined;
  }
}

const byteOrderMark = Buffer.from("\ufeff");

/** By its byte order mark. */
function isUtf16([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function isGzip([first, second]: Buffer): boolean {
  return first === 0x1f && second === 0x8b;
}

/** The bytes of a text, without a byte order mark. */
function checked(bytes: Buffer, file: string): Buffer {
  if (bytes.length > maxBytes && !isJson(file)) throw new UnreadableError("expected at most 64 MiB");
  if (isUtf16(bytes))
    throw new UnreadableError("expected text in UTF-8, it is in UTF-16, as Windows' PowerShell writes it");
  if (isGzip(bytes))
    throw new UnreadableError("expected YAML or JSON, it is compressed: unpack it, a chart into its folder");
  if (bytes.includes(0)) throw new UnreadableError("expected YAML or JSON, it is a binary file");
  if (!isUtf8(bytes)) throw new UnreadableError("expected text in UTF-8");
  const isMarked = bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
  return isMarked ? bytes.subarray(byteOrderMark.length) : bytes;
}
