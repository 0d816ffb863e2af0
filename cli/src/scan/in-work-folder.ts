import { ProgramFailedError } from "../programs/program-failed-error.ts";
import type { Program } from "../programs/start-program.ts";
import { createWorkFolder, type WorkFolder } from "../programs/work-folder.ts";
import { ScanFailedError } from "./scan-failed-error.ts";

/** What a run is given: a folder for its state, a signal for everything it starts, and a place to register programs. */
export type Run = { folder: WorkFolder; signal: AbortSignal; onStart: (program: Program) => void };

/**
 * Runs `use`. Whatever happens, what it started is aborted, its programs are stopped, last first, and the folder is
 * removed; only the logs that an error message names are left.
 */
export async function inWorkFolder<T>(outer: AbortSignal, use: (run: Run) => Promise<T>): Promise<T> {
  const folder = createWorkFolder();
  const programs: Program[] = [];
  const over = new AbortController();
  const signal = AbortSignal.any([outer, over.signal]);
  let keepLogs = false;
  try {
    return await use({ folder, signal, onStart: (program) => programs.unshift(program) });
  } catch (error) {
    keepLogs = error instanceof ProgramFailedError || error instanceof ScanFailedError;
    throw error;
  } finally {
    over.abort(new Error("the scan is over"));
    for (const program of programs) await program.stop();
    folder.remove({ keepLogs });
  }
}
