import { expect, it } from "vitest";
import { runFuzz } from "./run-fuzz.ts";

/** A minute and a half of a processor. */
const requests = 100_000;

it("answers random and damaged requests as a model does, and never with an error of its own", async () => {
  const { problems, answers } = await runFuzz(1, (sent) => sent < requests);
  expect(problems).toEqual([]);
  // It is no judge of anything when everything is refused.
  for (const code of [200, 201, 400, 404, 409]) expect(answers[code]).toBeGreaterThan(requests / 100);
}, 900_000);
