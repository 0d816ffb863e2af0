import { JobError } from "@sortie/process";
import { type Library, LibraryError } from "./library.ts";
import { readLibrary } from "./read-library.ts";

/** @throws JobError `invalid_input` listing what is wrong with the library. */
export function loadLibrary(dir: string): Library {
  try {
    return readLibrary(dir);
  } catch (err) {
    if (!(err instanceof LibraryError)) throw err;
    throw new JobError("invalid_input", `the control library in ${dir} cannot be used: ${err.message}`, {
      retry: false,
      cause: err,
    });
  }
}
