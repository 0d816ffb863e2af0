/** How soon and how often changes lead to a scan. */
export type Pace = {
  /** From the first change that no scan has seen, so that a file with many of them is one scan. */
  settleSeconds: number;
  /** Between two scans. */
  apartSeconds: number;
};

/** Instants in milliseconds of Unix time. */
type Times = {
  /** The first change since the last scan was asked for. Absent: there is none. */
  changedAt: number | undefined;
  /** When a scan was last asked for. Absent: never. */
  askedAt: number | undefined;
};

/** Seconds until a scan is to be asked for, 0 for now. `undefined`: nothing has changed. */
export function secondsUntilRescan(
  { changedAt, askedAt }: Times,
  { settleSeconds, apartSeconds }: Pace,
  now: number,
): number | undefined {
  if (changedAt === undefined) return undefined;
  const settled = changedAt + settleSeconds * 1000;
  const apart = askedAt === undefined ? settled : askedAt + apartSeconds * 1000;
  const seconds = Math.max(0, Math.max(settled, apart) - now) / 1000;
  // Longer than that it is only where the clock was set back meanwhile, and nobody knows how long ago anything was.
  return seconds > Math.max(settleSeconds, apartSeconds) ? 0 : seconds;
}
