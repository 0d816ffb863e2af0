/**
 * Whether what was learned at `since` still counts: for so many seconds, and not before. A clock that was set back would keep
 * it until it has caught up.
 *
 * @param since, now In milliseconds.
 */
export function isFresh(since: number, seconds: number, now: number): boolean {
  return since <= now && now < since + seconds * 1000;
}
