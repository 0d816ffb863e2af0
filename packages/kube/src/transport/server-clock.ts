/**
 * Clocks that differ by less are taken for equal: an answer tells its time in whole seconds, and has been on its way since.
 */
const toleranceMs = 30_000;

/**
 * The time of a server, for what is compared with times that it wrote: this machine's, unless the last answer (RFC 9110,
 * "Date") says that it is far from the server's.
 */
export function serverClock(local: () => number = Date.now) {
  let aheadMs = 0;
  return {
    now: () => new Date(local() + aheadMs),
    told(date: string | undefined): void {
      const difference = Date.parse(date ?? "") - local();
      if (!Number.isNaN(difference)) aheadMs = Math.abs(difference) < toleranceMs ? 0 : difference;
    },
  };
}
