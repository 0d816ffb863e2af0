import type { CompileError, CompileErrorCode, Location } from "../errors.ts";
import { compareStrings } from "../values/compare-strings.ts";

/** Errors about no place in a source have this one. */
export const nowhere: Location = { file: "", row: 0, col: 0 };

/**
 * The errors of one compilation, in the order found, until there are too many. Some say nothing about the rest of the
 * program, so that later stages still run; after others they would report what only follows from them.
 */
export class Problems {
  private readonly found: CompileError[] = [];
  private readonly limit: number;
  private stopped = false;

  /** A limit of zero or less is none. */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** Whether no later stage can run. */
  get areFinal(): boolean {
    return this.stopped;
  }

  get isFull(): boolean {
    return this.limit > 0 && this.found.length >= this.limit;
  }

  /** Adds an error after which this stage is the last. Returns whether there is room for more. */
  add(code: CompileErrorCode, message: string, location: Location): boolean {
    if (this.isFull) return false;
    this.found.push({ code, message, location });
    this.stopped = true;
    return !this.isFull;
  }

  /** Adds an error that keeps no later stage from running. */
  addHarmless(code: CompileErrorCode, message: string, location: Location): boolean {
    if (this.isFull) return false;
    this.found.push({ code, message, location });
    this.stopped ||= this.isFull;
    return !this.isFull;
  }

  addAll(errors: readonly CompileError[]): void {
    for (const { code, message, location } of errors) this.add(code, message, location);
  }

  addAllHarmless(errors: readonly CompileError[]): void {
    for (const { code, message, location } of errors) this.addHarmless(code, message, location);
  }

  /** All errors by place; that there may be more comes last. */
  sorted(): CompileError[] {
    const errors = sortedErrors(this.found);
    if (this.isFull) errors.push({ code: "rego_compile_error", message: "error limit reached", location: nowhere });
    return errors;
  }
}

export function sortedErrors(errors: readonly CompileError[]): CompileError[] {
  return errors.toSorted(
    (a, b) =>
      compareLocations(a.location, b.location) || compareStrings(`${a.code}: ${a.message}`, `${b.code}: ${b.message}`),
  );
}

/** By file, row and column; what is nowhere comes last. */
export function compareLocations(left: Location, right: Location): number {
  if (left === right) return 0;
  if (left.row === 0 || right.row === 0) return left.row === right.row ? 0 : left.row === 0 ? 1 : -1;
  return compareStrings(left.file, right.file) || left.row - right.row || left.col - right.col;
}
