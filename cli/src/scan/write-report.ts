import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "../arguments/usage-error.ts";
import { reasonOf } from "../input/find-files.ts";

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
 * Writes the report as a whole or not at all: who reads the file never sees half of it.
 *
 * @throws UsageError where it cannot, for example because the disk is full.
 */
export function writeReport(file: string, text: string): void {
  asWriting(file, () => {
    const isRegular = statSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
    if (isRegular) replaceFile(file, text);
    else writeFileSync(file, text);
  });
}

function replaceFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function asWriting(file: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError(`Cannot write ${file}: ${reasonOf(error)}.`);
  }
}
