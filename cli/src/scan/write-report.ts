import { accessSync, closeSync, constants, openSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { systemReason } from "@sortie/process/system-reason";
import { UsageError } from "../arguments/usage-error.ts";

/**
 * Makes sure, before minutes of work, that a report can be written there.
 *
 * @throws UsageError where it cannot.
 */
export function checkOutput(file: string): void {
  asWriting(file, () => accessSync(dirname(file), constants.W_OK));
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`Cannot write ${file}: it is a folder.`);
}

/**
 * Writes the report, given in pieces, as a whole or not at all: who reads the file never sees half of it.
 *
 * @throws UsageError where it cannot, for example because the disk is full.
 */
export function writeReport(file: string, pieces: Iterable<string>): void {
  asWriting(file, () => {
    const isRegular = statSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
    if (isRegular) replaceFile(file, pieces);
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
