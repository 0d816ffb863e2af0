import { expect, it } from "vitest";
import { type Known, learnedOf, type Report, takeReports } from "./reports.ts";

const zero = "0001-01-01 00:00:00 +0000 UTC";
const now = new Date("2026-08-22T15:00:00Z");
const time = (minute: number) => `2026-08-22 14:0${minute}:00.5 +0000 UTC m=+${minute}`;

function report(
  minute: number,
  previous = minute === 1 ? zero : time(minute - 1),
  fields: Partial<Report> = {},
): Report {
  const known = { series: "a", status: "ready", completion: "complete", receivedAt: now };
  return { ...known, at: time(minute), previous, ...fields };
}

it("takes a chain in its order, whatever order it came in", () => {
  const { known, taken } = takeReports({}, [report(3), report(1), report(2)], now);
  expect(taken.map(({ at }) => at)).toEqual([time(1), time(2), time(3)]);
  expect(known).toMatchObject({ a: { last: time(3), completion: "complete" } });
});

it("goes on where it was, and does not take a report twice", () => {
  const before = takeReports({}, [report(1)], now).known;
  const { known, taken, stale } = takeReports(before, [report(1), report(2)], now);
  expect([taken.length, stale.length, known.a?.last]).toEqual([1, 1, time(2)]);
});

it("waits two minutes for a report that was overtaken", () => {
  const early = takeReports({}, [report(1), report(3)], now);
  expect(early.taken).toHaveLength(1);
  const late = takeReports(early.known, [report(2), report(3)], now);
  expect(late.known).toMatchObject({ a: { last: time(3), completion: "complete" } });
});

it("is partial from a gap on that nobody closes", () => {
  const old = { receivedAt: new Date(now.getTime() - 120_000) };
  const { known } = takeReports({}, [report(1), report(3, undefined, old), report(4)], now);
  expect(known.a).toMatchObject({ last: time(4), completion: "partial", isBroken: true });
});

it("keeps series apart", () => {
  const other = report(1, zero, { series: "b", completion: "partial" });
  const { known } = takeReports({}, [report(1), other], now);
  expect([known.a?.completion, known.b?.completion]).toEqual(["complete", "partial"]);
});

it.each<[rule: string, before: [string, string] | undefined, series: [string, string][], learned: [string, string]]>([
  ["is what its only series is", undefined, [["ready", "partial"]], ["ready", "partial"]],
  [
    "is what the series that got furthest is",
    undefined,
    [
      ["completed", "complete"],
      ["ready", "partial"],
    ],
    ["completed", "complete"],
  ],
  [
    "does not go back when a container starts again",
    ["completed", "partial"],
    [["ready", "complete"]],
    ["completed", "partial"],
  ],
  ["gets better", ["completed", "partial"], [["completed", "complete"]], ["completed", "complete"]],
])("%s", (_rule, before, series, [status, completion]) => {
  const known: Known = Object.fromEntries(
    series.map(([is, how], index) => [String(index), { last: "", takenAt: "", status: is, completion: how }]),
  );
  const level = before && { status: before[0], completion: before[1] };
  expect(learnedOf(level, known)).toEqual({ status, completion });
});
