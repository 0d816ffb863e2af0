import { expect, it } from "vitest";
import { parseGoDuration } from "./go-duration.ts";

it.each([
  ["1h", 3600],
  ["1h30m", 5400],
  ["1.5h", 5400],
  ["500ms", 0.5],
  ["0", 0],
  ["", undefined],
  ["1", undefined],
  ["-1h", undefined],
  ["1d", undefined],
])("reads the Go duration %j as %s seconds", (text, seconds) => {
  expect(parseGoDuration(text)).toBe(seconds);
});
