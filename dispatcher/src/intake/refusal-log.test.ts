import { expect, it } from "vitest";
import { refusalLog } from "./refusal-log.ts";

function refusals() {
  const lines: unknown[] = [];
  const time = { seconds: 1000 };
  const clock = { now: () => new Date(time.seconds * 1000) };
  const log = { warn: (fields: object, msg?: string) => void lines.push({ ...fields, msg }) };
  return { refused: refusalLog(log, clock), lines, time };
}

const named = (peer: string, code: number) => ({ peer, code, msg: "caller refused" });

it("names a caller once a minute for each way in which it is refused, and counts the rest", () => {
  const { refused, lines, time } = refusals();
  for (const code of [401, 401, 401, 429]) refused("10.0.0.7", code);
  refused("10.0.0.8", 401);
  expect(lines.splice(0)).toEqual([named("10.0.0.7", 401), named("10.0.0.7", 429), named("10.0.0.8", 401)]);
  time.seconds += 60;
  refused("10.0.0.7", 401);
  expect(lines).toEqual([{ requests: 2, msg: "further requests refused" }, named("10.0.0.7", 401)]);
});

it("names no more than a hundred callers a minute", () => {
  const { refused, lines, time } = refusals();
  for (let peer = 0; peer < 150; peer++) refused(`10.0.0.${peer}`, 401);
  expect(lines).toHaveLength(100);
  time.seconds += 60;
  refused("10.0.0.149", 401);
  expect(lines.slice(100)).toEqual([{ requests: 50, msg: "further requests refused" }, named("10.0.0.149", 401)]);
});

it("goes on when the clock is set back", () => {
  const { refused, lines, time } = refusals();
  refused("10.0.0.7", 401);
  time.seconds = 0;
  refused("10.0.0.7", 401);
  expect(lines).toHaveLength(2);
});
