/**
 * Whose turn it is, of things tried in rounds: each round goes through those that are left in their order. What cannot
 * be done yet waits for names, and is tried again only when one of them is known, so that a list written the wrong way
 * round costs no more than one in order.
 */
export class Turns {
  private round: number[];
  private nextRound = new Set<number>();
  private at = 0;
  private readonly waiting = new Map<string, Set<number>>();

  constructor(count: number) {
    this.round = Array.from({ length: count }, (_, i) => i);
  }

  /** The next to be tried; undefined when nothing is left but what waits. */
  take(): number | undefined {
    if (this.at === this.round.length) {
      this.round = [...this.nextRound].toSorted((a, b) => a - b);
      this.nextRound.clear();
      this.at = 0;
    }
    const turn = this.round[this.at];
    this.at += 1;
    return turn;
  }

  wait(turn: number, names: Iterable<string>): void {
    for (const name of names) {
      const waiting = this.waiting.get(name);
      if (waiting === undefined) this.waiting.set(name, new Set([turn]));
      else waiting.add(turn);
    }
  }

  /** A name became known by what was just done: what waits for it comes later in this round, or in the next. */
  wake(name: string, done: number): void {
    for (const turn of this.waiting.get(name) ?? []) {
      if (turn > done) this.insert(turn);
      else this.nextRound.add(turn);
    }
    this.waiting.delete(name);
  }

  private insert(turn: number): void {
    let low = this.at;
    let high = this.round.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.round[middle] as number) < turn) low = middle + 1;
      else high = middle;
    }
    if (this.round[low] !== turn) this.round.splice(low, 0, turn);
  }
}
