import { JobError } from "@sortie/process/job-error";
import { LibraryError, type LoadedLibrary } from "./library.ts";
import { ownPrecompiled } from "./precompiled.ts";
import { readLibrary } from "./read-library.ts";

/**
 * Loads what the build precompiled, or reads the library's files.
 *
 * @throws JobError `invalid_input` listing what is wrong with the library.
 */
export function loadLibrary(dir: string, codeCache?: string): LoadedLibrary {
  const precompiled = ownPrecompiled(dir, codeCache);
  if (precompiled !== undefined) return precompiled;
  return usable(dir, () => {
    const library = readLibrary(dir);
    return { ...library, code: library };
  });
}

/** @throws JobError `invalid_input` where `read` finds that the files of a folder cannot be used. */
export function usable<T>(dir: string, read: () => T): T {
  try {
    return read();
  } catch (err) {
    if (!(err instanceof LibraryError)) throw err;
    throw new JobError("invalid_input", `the control library in ${dir} cannot be used: ${err.message}`, {
      retry: false,
      cause: err,
    });
  }
}
