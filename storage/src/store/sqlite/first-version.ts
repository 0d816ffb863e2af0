/**
 * The least resourceVersion of whoever starts at a time: microseconds since 1970. It is more than any start before has counted to,
 * whatever has become of the file: nothing writes a million changes a second. Whole numbers of JavaScript reach to the year 2255.
 */
export function firstVersion(startedAt: Date): number {
  return startedAt.getTime() * 1000;
}
