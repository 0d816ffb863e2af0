import { expect, it } from "vitest";
import { refusedScans } from "./refused-scans.ts";

function refusals() {
  const time = { seconds: 0 };
  return { ...refusedScans({ now: () => new Date(time.seconds * 1000) }), time };
}

it("tries a refused scan again after ever longer times, up to a minute", () => {
  const { refused, nextInSeconds, isSetAside, time } = refusals();
  const waits = Array.from({ length: 6 }, () => {
    refused("a");
    const seconds = nextInSeconds() ?? 0;
    time.seconds += seconds;
    return seconds;
  });
  expect(waits).toEqual([5, 10, 20, 40, 60, 60]);
  expect([isSetAside("a"), nextInSeconds()]).toEqual([false, undefined]);
});

it("gives a scan up that is still refused after a quarter of an hour, and begins anew with it", () => {
  const { refused, time } = refusals();
  expect(refused("a")).toBe("set aside");
  time.seconds = 899;
  expect(refused("a")).toBe("set aside");
  time.seconds = 960;
  expect(refused("a")).toBe("gave up");
  expect(refused("a")).toBe("set aside");
});

it("sets scans aside until their time has come", () => {
  const { refused, isSetAside, nextInSeconds, time } = refusals();
  refused("a");
  time.seconds = 2;
  refused("b");
  expect([isSetAside("a"), isSetAside("b"), isSetAside("c"), nextInSeconds()]).toEqual([true, true, false, 3]);
  time.seconds = 6;
  expect([isSetAside("a"), isSetAside("b"), nextInSeconds()]).toEqual([false, true, 1]);
});

it("forgets a scan that was taken, and one that nobody wants any more", () => {
  const { refused, taken, keep, nextInSeconds } = refusals();
  refused("a");
  refused("b");
  expect([taken("a"), taken("a")]).toEqual([true, false]);
  keep(new Set(["a"]));
  expect(nextInSeconds()).toBeUndefined();
});

it("tries at once what was refused before the clock was set back", () => {
  const { refused, isSetAside, nextInSeconds, time } = refusals();
  time.seconds = 3600;
  refused("a");
  time.seconds = 0;
  expect([isSetAside("a"), nextInSeconds()]).toEqual([false, undefined]);
  expect(refused("a")).toBe("set aside");
  expect([isSetAside("a"), nextInSeconds()]).toEqual([true, 10]);
  time.seconds = 900;
  expect(refused("a")).toBe("gave up");
});
