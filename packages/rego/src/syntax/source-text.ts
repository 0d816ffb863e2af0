import type { Location } from "../errors.ts";

/** A source with the start of each of its lines, so that any offset has a row and a column. */
export class SourceText {
  readonly file: string;
  readonly source: string;
  private readonly lineStarts: number[] = [0];
  /** The line of the last answer, since a lexer asks from the beginning to the end. */
  private line = 0;
  private readonly hasPairs: boolean;
  /** A column of that line, from which the next is counted where characters take more than one place. */
  private counted = { offset: 0, col: 1 };

  constructor(file: string, source: string) {
    this.file = file;
    this.source = source;
    this.hasPairs = /[\ud800-\udbff]/.test(source);
    for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) this.lineStarts.push(at + 1);
  }

  location(offset: number): Location {
    if (!this.isInLine(this.line, offset))
      this.line = this.isInLine(this.line + 1, offset) ? this.line + 1 : this.find(offset);
    return { file: this.file, row: this.line + 1, col: this.column(offset) };
  }

  /** Counted in characters, of which a string may hold some as pairs. */
  private column(offset: number): number {
    const start = this.lineStarts[this.line] as number;
    if (!this.hasPairs) return offset - start + 1;
    const isOnward = this.counted.offset >= start && this.counted.offset <= offset;
    const from = isOnward ? this.counted : { offset: start, col: 1 };
    this.counted = { offset, col: from.col + Array.from(this.source.slice(from.offset, offset)).length };
    return this.counted.col;
  }

  private isInLine(line: number, offset: number): boolean {
    const { [line]: start = Number.POSITIVE_INFINITY, [line + 1]: next = Number.POSITIVE_INFINITY } = this.lineStarts;
    return start <= offset && offset < next;
  }

  private find(offset: number): number {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
