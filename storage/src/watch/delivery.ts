/** Of one turn of the event loop, for what watchers are sent: no request waits longer behind them. */
const sliceMs = 4;

/** When watchers are written to: in slices, between which requests are read and answered. */
export type Delivery = {
  /** Has it called in one of the next turns, behind those that are due already; once, however often it is asked for. */
  schedule(deliver: () => void): void;
  /** Calls in this turn those of which it has time for. */
  begin(): void;
  /** Calls in this turn all that are due. */
  finish(): void;
};

/** @param now Milliseconds by a clock that is never set. */
export function createDelivery(now: () => number = () => performance.now()): Delivery {
  let due = new Set<() => void>();
  let next: NodeJS.Immediate | undefined;

  function slice(): void {
    const until = now() + sliceMs;
    for (const deliver of due) {
      due.delete(deliver);
      deliver();
      if (now() >= until) break;
    }
    planNext();
  }

  /** A turn that has nothing to do costs one all the same. */
  function planNext(): void {
    clearImmediate(next);
    next = due.size > 0 ? setImmediate(slice) : undefined;
  }

  return {
    schedule: (deliver) => {
      due.add(deliver);
      next ??= setImmediate(slice);
    },
    begin: slice,
    finish: () => {
      const all = due;
      due = new Set();
      for (const deliver of all) deliver();
    },
  };
}
