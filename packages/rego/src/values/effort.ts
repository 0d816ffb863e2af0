/** Members between two reports. */
const reportedAtOnce = 4096;

type Report = (members: number) => void;

let left = reportedAtOnce;
let report: Report = () => {};

/**
 * Notes that a walk through a value looks at so many of its members. A value in which parts are shared over and over can
 * be written in a line and be larger than any memory when it is walked: whoever compares, prints or converts values
 * notes what it does, so that an evaluation's limits hold for that as well.
 */
export function noteMembers(count: number): void {
  left -= count + 1;
  if (left < 0) reportAll();
}

function reportAll(): void {
  const done = reportedAtOnce - left;
  left = reportedAtOnce;
  report(done);
}

/** Runs work that walks through values; `to` is told how many members it looked at, and may throw. */
export function metered<Result>(to: Report, work: () => Result): Result {
  const outer = report;
  report = to;
  try {
    return work();
  } finally {
    report = outer;
  }
}
