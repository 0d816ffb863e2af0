import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
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
    accessSync(isReplaced(stats) ? dirname(endOfLinks(file)) : file, constants.W_OK);
  });
}

/**
 * Writes the report, given in pieces, as a whole or not at all: who reads the file never sees half of it. A link stays a
 * link, a file that was there keeps its mode, and a pipe or a device is written to as it is.
 *
 * @throws UsageError where it cannot, for example because the disk is full.
 */
export function writeReport(file: string, pieces: Iterable<string>): void {
  asWriting(file, () => {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (isReplaced(stats)) replaceFile(endOfLinks(file), pieces, stats);
    else writePieces(file, pieces);
  });
}

/** Pipes and devices are not. */
function isReplaced(stats: Stats | undefined): boolean {
  return stats === undefined || stats.isFile();
}

/** Where links lead to, if only to a file that is not there yet. */
function endOfLinks(file: string): string {
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink ? endOfLinks(resolve(realpathSync(dirname(file)), readlinkSync(file))) : file;
}

function replaceFile(file: string, pieces: Iterable<string>, before: Stats | undefined): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writePieces(draft, pieces, before?.mode);
    if (before !== undefined) keepAccess(draft, before);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function keepAccess(draft: string, { mode, uid, gid }: Stats): void {
  // Whoever may give files away, root in a container for one, would keep this one for itself.
  if (process.getuid?.() === 0) chownSync(draft, uid, gid);
  chmodSync(draft, mode);
}

/** @param mode of a file that is not there yet, for which nobody may read what they could not read before. */
function writePieces(file: string, pieces: Iterable<string>, mode?: number): void {
  const fd = openSync(file, "w", mode);
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
