import { expect, it } from "vitest";
import { severityOf } from "./severity.ts";

it.each([
  [10, "Critical"],
  [9, "Critical"],
  [8.9, "High"],
  [7, "High"],
  [4, "Medium"],
  [3.9, "Low"],
  [1, "Low"],
  [0, "Unknown"],
])("a base score of %d is %s", (score, severity) => {
  expect(severityOf(score)).toBe(severity);
});
