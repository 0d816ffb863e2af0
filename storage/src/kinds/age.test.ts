import { expect, it } from "vitest";
import { humanDuration } from "./age.ts";

const [second, minute, hour, day] = [1, 60, 3600, 86_400];

it.each([
  [0, "0s"],
  [119 * second, "119s"],
  [2 * minute, "2m"],
  [3 * minute + 5, "3m5s"],
  [11 * minute + 59, "11m"],
  [3 * hour + 5 * minute, "3h5m"],
  [30 * hour, "30h"],
  [3 * day + 4 * hour, "3d4h"],
  [100 * day, "100d"],
  [800 * day, "2y70d"],
  [9 * 365 * day, "9y"],
  [-5, "0s"],
])("%d seconds are %s", (seconds, text) => {
  expect(humanDuration(seconds * 1000)).toBe(text);
});
