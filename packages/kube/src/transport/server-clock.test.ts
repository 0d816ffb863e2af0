import { expect, it } from "vitest";
import { serverClock } from "./server-clock.ts";

const at = (time: string) => Date.parse(`2026-08-22T${time}Z`);
const dateOf = (time: string) => new Date(at(time)).toUTCString();

function clockOf(time: string) {
  const local = { time };
  const clock = serverClock(() => at(local.time));
  return { local, clock, shown: () => clock.now().toISOString().slice(11, 19) };
}

it.each([
  ["ahead", "15:20:00"],
  ["behind", "14:40:00"],
])("shows the server's time on a machine whose clock is %s, and goes on with it", (_how, wrong) => {
  const { clock, local, shown } = clockOf(wrong);
  expect(shown()).toBe(wrong);
  clock.told(dateOf("15:00:00"));
  expect(shown()).toBe("15:00:00");
  local.time = wrong.replace(/00$/, "10");
  expect(shown()).toBe("15:00:10");
});

it("shows this machine's time where an answer was only on its way, or says no time", () => {
  const { clock, shown } = clockOf("15:00:00");
  for (const date of [dateOf("14:59:50"), undefined, "yesterday"]) clock.told(date);
  expect(shown()).toBe("15:00:00");
});

it("shows this machine's time again once that is set right", () => {
  const { clock, local, shown } = clockOf("15:20:00");
  clock.told(dateOf("15:00:00"));
  local.time = "15:00:02";
  clock.told(dateOf("15:00:02"));
  expect(shown()).toBe("15:00:02");
});
