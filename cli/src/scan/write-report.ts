import {
  accessSync,
  closeSync,
  constants,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { systemReason } from "@sortie/process/system-reason";
import { UsageError } from "../arguments/usage-error.ts";

/**
 * Makes sure, before minutes of work, that a report can be written there.
 *
 * @throws UsageError where it cannot.
 */
export function checkOutput(file: string): void {
  asWriting(file, () => {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats?.isDirectory()) throw new UsageError(`Cannot write ${file}: it is a folder.`);
    const written = stats === undefined ? dirname(file) : stats.isFile() ? dirname(realpathSync(file)) : file;
    accessSync(written, constants.W_OK);
  });
}

/**
 * Writes the report, given in pieces, as a whole or not at all: who reads the file never sees half of it. A link stays a
 * link, and a pipe or a device is written to as it is.
 *
 * @throws UsageError where it cannot, for example because the disk is full.
 */
export function writeReport(file: string, pieces: Iterable<string>): void {
  asWriting(file, () => {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined) replaceFile(file, pieces);
    else if (stats.isFile()) replaceFile(realpathSync(file), pieces);
    else writePieces(file, pieces);
  });
}

function replaceFile(file: string, pieces: Iterable<string>): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writePieces(draft, pieces);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function writePieces(file: string, pieces: Iterable<string>): void {
  const fd = openSync(file, "w");
  try {
    for (const piece of pieces) writeFileSync(fd, piece);
  } finally {
    closeSync(fd);
  }
}

function asWriting(file: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError(`Cannot write ${file}: ${systemReason(error)}.`);
  }
}
