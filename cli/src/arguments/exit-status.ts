/**
 * How the command ends. Findings are no failure: the command did what it was asked. Ended by a signal it is 128 plus the
 * signal's number, as shells have it.
 */
export const exitStatus = {
  scanned: 0,
  failed: 1,
  unreadable: 2,
  overThreshold: 3,
  explained: [
    ["0", "scanned; findings or not"],
    ["1", "failed to scan; the message says what went wrong"],
    [
      "2",
      "wrong usage, no namespace to include or nothing for a threshold is there, or some file could not be read or written",
    ],
    ["3", "scanned, and the result is worse than --severity-threshold or --compliance-threshold accept"],
  ] satisfies [string, string][],
};
