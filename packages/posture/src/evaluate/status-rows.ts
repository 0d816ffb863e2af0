/** Rows that are made at once: an allocation for each would take more memory than the statuses in it. */
const rowsAtOnce = 256;

/** A status for each rule, in rows that are numbered from 0. All are 0 at first. */
export class StatusRows {
  private readonly rules: number;
  private readonly blocks: Uint8Array[] = [];
  private size = 0;

  constructor(rules: number) {
    this.rules = rules;
  }

  /** Makes a row and answers its number. */
  add(): number {
    if (this.size % rowsAtOnce === 0) this.blocks.push(new Uint8Array(this.rules * rowsAtOnce));
    this.size += 1;
    return this.size - 1;
  }

  /** A view of a row, made each time: kept, it would take as much memory as the row. */
  of(row: number): Uint8Array {
    const start = (row % rowsAtOnce) * this.rules;
    return this.blockOf(row).subarray(start, start + this.rules);
  }

  /** Makes a status higher, never lower. */
  raise(row: number, rule: number, status: number): void {
    const block = this.blockOf(row);
    const at = (row % rowsAtOnce) * this.rules + rule;
    if ((block[at] ?? 0) < status) block[at] = status;
  }

  private blockOf(row: number): Uint8Array {
    const block = this.blocks[Math.floor(row / rowsAtOnce)];
    if (block === undefined) throw new RangeError(`there is no row ${row}`);
    return block;
  }
}
