import { expect, it } from "vitest";
import { backoffSeconds, sleep } from "./backoff.ts";

const times = { firstSeconds: 1, maxSeconds: 30 };

it.each([
  [1, 1],
  [2, 2],
  [4, 8],
  [6, 30],
  [2000, 30],
])("waits after %i failures up to %i s", (failures, seconds) => {
  expect(backoffSeconds(failures, times, () => 1)).toBe(seconds);
  expect(backoffSeconds(failures, times, () => 0)).toBe(seconds / 2);
});

it("ends a sleep with the reason of its signal", async () => {
  const stop = new AbortController();
  const sleeping = sleep(3600, stop.signal);
  stop.abort(new Error("enough"));
  await expect(sleeping).rejects.toThrow("enough");
});
