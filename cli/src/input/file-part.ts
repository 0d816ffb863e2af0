import { fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { UsageError } from "../arguments/usage-error.ts";

/** A regular file as it is now. It stays open until the process ends, so that it may be renamed or replaced meanwhile. */
export class InputFile {
  private readonly path: string;
  private readonly fd: number;
  private readonly before: string;

  constructor(path: string) {
    this.path = path;
    this.fd = openSync(path, "r");
    this.before = this.state();
  }

  /** All of it; to be called once, and first. */
  whole(): Buffer {
    return readFileSync(this.fd);
  }

  /** @throws UsageError where the file was changed in its place. */
  read(start: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    const read = readSync(this.fd, bytes, 0, length, start);
    if (read === length && this.state() === this.before) return bytes;
    throw new UsageError(`${this.path} was changed while it was scanned.`);
  }

  private state(): string {
    const { size, mtimeMs } = fstatSync(this.fd);
    return `${size} ${mtimeMs}`;
  }
}

/** Bytes of a file that are read when they are asked for. */
export class FilePart {
  private readonly file: InputFile;
  private readonly start: number;
  private readonly length: number;

  constructor(file: InputFile, start: number, length: number) {
    this.file = file;
    this.start = start;
    this.length = length;
  }

  read(): Buffer {
    return this.file.read(this.start, this.length);
  }
}

/** Has objects whose JSON is a part of these bytes of a file read that from the file, so that the bytes can be let go. */
export function keepInFile(
  file: InputFile,
  bytes: Buffer,
  found: readonly { object: { json: Buffer | FilePart } }[],
): void {
  for (const { object } of found) {
    const { json } = object;
    if (!Buffer.isBuffer(json) || json.buffer !== bytes.buffer) continue;
    const start = json.byteOffset - bytes.byteOffset;
    // What was made of an object anew is no part of the file.
    if (start >= 0 && start < bytes.length) object.json = new FilePart(file, start, json.length);
  }
}
