import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { StoreDiskError, StoreFullError } from "../store.ts";
import { behindLinks } from "./at-rest.ts";

/** https://www.sqlite.org/rescode.html. `noSharedMemory`: a full disk, met by the index of the journal. */
const codes = { readOnly: 8, ioError: 10, full: 13, cannotOpen: 14, noSharedMemory: 4874 };

/** What a full disk looks like, and one that fails. */
export function isDiskError(error: unknown): boolean {
  const primary = primaryCode(error);
  return primary === codes.full || primary === codes.ioError;
}

/**
 * What keeps a database from being written, as the file system tells it: to SQLite a file that cannot be made, for want of inodes
 * or because nothing may be written, is one that cannot be opened. `undefined` where it is not the disk.
 */
export function diskTrouble(error: unknown, file: string): StoreFullError | StoreDiskError | undefined {
  const folder = dirname(behindLinks(file));
  const primary = primaryCode(error);
  if (primary === codes.full || errorCode(error) === codes.noSharedMemory)
    return new StoreFullError("the disk is full");
  if (primary === codes.cannotOpen && hasNoInodes(folder)) return new StoreFullError("the disk has no inodes left");
  const mayBeReadOnly = primary !== undefined && [codes.ioError, codes.cannotOpen, codes.readOnly].includes(primary);
  if (mayBeReadOnly && isReadOnly(folder)) return new StoreDiskError("the file system is read-only");
  return primary === codes.ioError ? new StoreDiskError((error as Error).message) : undefined;
}

function errorCode(error: unknown): number | undefined {
  return (error as { errcode?: number }).errcode;
}

/** The low byte, the rest says more. */
function primaryCode(error: unknown): number | undefined {
  const code = errorCode(error);
  return code === undefined ? undefined : code & 0xff;
}

/** Some file systems have no number of them, and say 0. */
function hasNoInodes(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { files, ffree } = statfsSync(folder);
  return files > 0 && ffree === 0;
}

function isReadOnly(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EROFS";
  }
}
