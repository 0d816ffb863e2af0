/** A text made once and kept as bytes: on V8's heap, ten thousand of them would make each collection longer. */
export class KeptText {
  private readonly bytes: Buffer;
  private readonly start: number;
  private readonly end: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  read(): string {
    return this.bytes.toString("utf8", this.start, this.end);
  }
}

/** What UTF-8 takes at most for one of JavaScript's characters. */
const mostBytesEach = 3;
const chunkBytes = 2 ** 20;

/** Keeps texts up to a size together. */
export class TextStore {
  private left: number;
  private chunk = Buffer.alloc(0);
  private used = 0;

  /** @param mostBytes what it holds at most, in chunks of 1 MiB. */
  constructor(mostBytes: number) {
    this.left = mostBytes;
  }

  /** Undefined where there is no more room. */
  keep(text: string): KeptText | undefined {
    const most = text.length * mostBytesEach;
    if (this.chunk.length - this.used < most) {
      const size = Math.max(chunkBytes, most);
      if (size > this.left) return undefined;
      this.left -= size;
      this.chunk = Buffer.allocUnsafe(size);
      this.used = 0;
    }
    const start = this.used;
    this.used += this.chunk.write(text, start);
    return new KeptText(this.chunk, start, this.used);
  }
}
