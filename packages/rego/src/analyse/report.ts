import { type CompileError, type CompileErrorCode, type Location, RegoCompileError } from "../errors.ts";

/** Collects errors until there are too many to be of use. */
export class ErrorReport {
  private readonly errors: CompileError[] = [];
  private readonly limit: number;
  private harmless = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(code: CompileErrorCode, message: string, location: Location): void {
    const known = this.errors.some((error) => error.message === message && sameLocation(error.location, location));
    if (known) return;
    this.errors.push({ code, message, location });
    if (this.errors.length >= this.limit) this.throwIfAny();
  }

  /** An error that does not keep later stages from finding theirs. */
  addHarmless(code: CompileErrorCode, message: string, location: Location): void {
    this.harmless += 1;
    this.add(code, message, location);
  }

  /** Throws where later stages cannot work with what there is. */
  throwIfBroken(): void {
    if (this.errors.length > this.harmless) this.throwIfAny();
  }

  throwIfAny(): void {
    if (this.errors.length === 0) return;
    throw new RegoCompileError(this.errors.toSorted((a, b) => compareLocations(a.location, b.location)));
  }
}

function sameLocation(left: Location, right: Location): boolean {
  return compareLocations(left, right) === 0;
}

function compareLocations(left: Location, right: Location): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.row - right.row || left.col - right.col;
}
