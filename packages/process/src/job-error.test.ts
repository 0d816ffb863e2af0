import { expect, it } from "vitest";
import { failedOutcome, JobError } from "./job-error.ts";

it.each(["\u0001", "\ud83d", "\n", '"', "\u20ac"])("fits what %j is repeated in into a termination message", (text) => {
  const outcome = failedOutcome(new JobError("invalid_input", text.repeat(2000), { retry: false }));
  expect(Buffer.byteLength(JSON.stringify(outcome))).toBeLessThanOrEqual(4096);
});
