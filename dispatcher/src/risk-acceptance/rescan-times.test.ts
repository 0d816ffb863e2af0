import { expect, it } from "vitest";
import { secondsUntilRescan } from "./rescan-times.ts";

const pace = { settleSeconds: 5, apartSeconds: 10 };
const at = (seconds: number | undefined) => (seconds === undefined ? undefined : 1_000_000 + seconds * 1000);

it.each<[what: string, changed: number | undefined, asked: number | undefined, now: number, wait: number | undefined]>([
  ["nothing has changed", undefined, undefined, 0, undefined],
  ["nothing has changed since the last scan", undefined, 0, 100, undefined],
  ["something has just changed", 100, undefined, 100, 5],
  ["the change is a while ago", 100, undefined, 103, 2],
  ["the change has settled", 100, undefined, 105, 0],
  ["the time is past", 100, undefined, 200, 0],
  ["a scan was asked for a while ago", 100, 60, 105, 0],
  ["a scan was asked for a moment ago", 100, 98, 105, 3],
  ["a scan was asked for and something changed at once", 100, 100, 100, 10],
  ["a scan was asked for before the clock was set back", 100, 4000, 105, 0],
  ["something changed before the clock was set back", 4000, undefined, 100, 0],
])("waits where %s", (_what, changed, asked, now, wait) => {
  const times = { changedAt: at(changed), askedAt: at(asked) };
  expect(secondsUntilRescan(times, pace, at(now) ?? 0)).toBe(wait);
});
