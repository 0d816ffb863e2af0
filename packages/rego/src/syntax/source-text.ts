import type { Location } from "../errors.ts";

/** A source with the start of each of its lines, so that any offset has a row and a column. */
export class SourceText {
  readonly file: string;
  readonly source: string;
  private readonly lineStarts: number[] = [0];

  constructor(file: string, source: string) {
    this.file = file;
    this.source = source;
    for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) this.lineStarts.push(at + 1);
  }

  location(offset: number): Location {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, row: low + 1, col: offset - (this.lineStarts[low] as number) + 1 };
  }
}
