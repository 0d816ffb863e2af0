/** A duration as Go writes it: `1.234ms`, `5.2s`, `1m3.5s`. */
export function durationText(nanoseconds: number): string {
  if (nanoseconds < 1000) return `${nanoseconds}ns`;
  if (nanoseconds < 1e6) return `${nanoseconds / 1000}µs`;
  if (nanoseconds < 1e9) return `${nanoseconds / 1e6}ms`;
  const seconds = nanoseconds / 1e9;
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${Number((seconds % 60).toFixed(9))}s`;
}
