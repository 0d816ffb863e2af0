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
  const { known, taken, late } = takeReports(before, [report(1), report(2)], now);
  expect([taken.length, late.length, known.a?.last]).toEqual([1, 1, time(2)]);
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
  expect(known.a).toMatchObject({ last: time(4), gaps: [[time(1), time(2)]] });
  expect(learnedOf(undefined, known)).toEqual({ status: "ready", completion: "partial" });
});

it("goes by what a report names as the one before it where the clock of a node is set back", () => {
  const early = report(9, time(2));
  const { known, taken } = takeReports({}, [report(1), report(2), { ...early, at: time(0) }, report(5, time(0))], now);
  expect(taken.map(({ at }) => at)).toEqual([time(1), time(2), time(0), time(5)]);
  expect(known.a).toMatchObject({ last: time(5), completion: "complete" });
  const later = takeReports(known, [report(4, time(5))], now);
  expect([later.taken.length, later.known.a?.last]).toEqual([1, time(4)]);
});

it("is complete again when all that was missing has come, whenever that is", () => {
  const old = { receivedAt: new Date(now.getTime() - 120_000) };
  const { known } = takeReports({}, [report(2, undefined, old), report(5, undefined, old)], now);
  expect(known.a?.gaps).toEqual([
    ["", time(1)],
    [time(2), time(4)],
  ]);
  const first = takeReports(known, [report(3), report(1)], now);
  expect([first.taken, first.late.map(({ at }) => at)]).toEqual([[], [time(1), time(3)]]);
  expect(learnedOf(undefined, first.known).completion).toBe("partial");
  const second = takeReports(first.known, [report(4)], now);
  expect([second.known.a?.gaps, learnedOf(undefined, second.known).completion]).toEqual([undefined, "complete"]);
});

it("does not take many gaps for none", () => {
  const old = { receivedAt: new Date(0) };
  const at = (minute: number) => `2026-08-22 15:${minute + 10}:00 +0000 UTC`;
  const every = Array.from({ length: 40 }, (_, i) => report(1, `${at(i)}a`, { ...old, at: at(i) }));
  const { known } = takeReports({}, every, now);
  expect(known.a?.gaps).toHaveLength(20);
  expect(known.a?.gaps?.at(-1)).toEqual([at(18), `${at(39)}a`]);
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
