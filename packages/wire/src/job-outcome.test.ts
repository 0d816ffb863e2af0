import { expect, it } from "vitest";
import { exitCodeOf, JobOutcome } from "./job-outcome.ts";

it("gives each outcome the exit code that the Job's podFailurePolicy knows", () => {
  expect(exitCodeOf({ status: "succeeded", counts: {} })).toBe(0);
  expect(exitCodeOf({ status: "failed", code: "bug", message: "", retry: false })).toBe(70);
  expect(exitCodeOf({ status: "failed", code: "api_unavailable", message: "", retry: true })).toBe(75);
});

it("refuses counts that are not whole and positive, so a broken report is a lost scan", () => {
  expect(JobOutcome.safeParse({ status: "succeeded", counts: { failed: -1 } }).success).toBe(false);
  expect(JobOutcome.safeParse({ status: "succeeded" }).success).toBe(false);
});
