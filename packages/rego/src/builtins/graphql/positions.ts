import type { Position } from "./position.ts";

/** Rows and columns of one source, asked for from its start to its end: each answer goes on from the last. */
export class Positions {
  private readonly source: string;
  private offset = 0;
  private row = 1;
  private col = 1;

  constructor(source: string) {
    this.source = source;
  }

  /** Columns are code points, from 1. An offset before the last one asked for is counted from the start. */
  at(offset: number): Position {
    if (offset < this.offset) {
      this.offset = 0;
      this.row = 1;
      this.col = 1;
    }
    const end = Math.min(offset, this.source.length);
    while (this.offset < end) this.step();
    return { row: this.row, col: this.col };
  }

  private step(): void {
    const char = this.source.codePointAt(this.offset) as number;
    const isReturn = char === 0x0d;
    this.offset += char > 0xffff || (isReturn && this.source[this.offset + 1] === "\n") ? 2 : 1;
    if (isReturn || char === 0x0a) {
      this.row += 1;
      this.col = 1;
    } else this.col += 1;
  }
}
