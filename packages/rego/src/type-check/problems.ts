import type { CompileError, CompileErrorCode, CompileErrorDetails, Location } from "../errors.ts";
import { compareStrings } from "../values/compare-strings.ts";

/** Errors about no place in a source have this one. */
export const nowhere: Location = { file: "", row: 0, col: 0 };

/** An error whose details are made when it is reported: types can be large. */
export type FoundError = CompileError & { readonly explain?: (() => CompileErrorDetails) | undefined };

/** What a caller is told of errors. */
function reported(errors: readonly FoundError[]): CompileError[] {
  return errors.map(({ explain, ...error }) => (explain === undefined ? error : { ...error, details: explain() }));
}

/**
 * The errors of one compilation, in the order found, until there are too many. Some say nothing about the rest of the
 * program, so that later stages still run; after others they would report what only follows from them.
 */
export class Problems {
  private readonly found: FoundError[] = [];
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
  add(code: CompileErrorCode, message: string, location: Location, explain?: FoundError["explain"]): boolean {
    if (this.isFull) return false;
    this.found.push({ code, message, location, explain });
    this.stopped = true;
    return !this.isFull;
  }

  /** Adds an error that keeps no later stage from running. */
  addHarmless(code: CompileErrorCode, message: string, location: Location, explain?: FoundError["explain"]): boolean {
    if (this.isFull) return false;
    this.found.push({ code, message, location, explain });
    this.stopped ||= this.isFull;
    return !this.isFull;
  }

  addAll(errors: readonly FoundError[]): void {
    for (const { code, message, location, explain } of errors) this.add(code, message, location, explain);
  }

  addAllHarmless(errors: readonly FoundError[]): void {
    for (const { code, message, location, explain } of errors) this.addHarmless(code, message, location, explain);
  }

  /** All errors by place; that there may be more comes last. */
  sorted(): CompileError[] {
    const errors = reported(sortedErrors(this.found));
    if (this.isFull) errors.push({ code: "rego_compile_error", message: "error limit reached", location: nowhere });
    return errors;
  }
}

export function sortedErrors<E extends CompileError>(errors: readonly E[]): E[] {
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
