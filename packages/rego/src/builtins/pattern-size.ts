/**
 * How large a regular expression gets when it is compiled: its characters times what its counts add up to, for `(name){1000}`
 * is a thousand times the name.
 */
export function patternSize(pattern: string): number {
  let counts = 0;
  for (const [, least, most] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) counts += Number(most || least);
  return pattern.length * Math.max(1, counts);
}
