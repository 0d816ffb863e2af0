import { expect, it } from "vitest";
import { readSoakLine } from "./soak-line.ts";

const judges = ["fuzz", "yaml"];

it("takes all judges for ten minutes with a seed of its own", () => {
  const line = readSoakLine([], judges);
  expect(line).toEqual({ ok: true, judges, minutes: 10, seed: expect.any(Number) });
});

it("takes the judges that are named, in their own order", () => {
  const line = readSoakLine(["yaml", "fuzz", "--minutes", "0.5", "--seed=7"], judges);
  expect(line).toEqual({ ok: true, judges, minutes: 0.5, seed: 7 });
  expect(readSoakLine(["yaml"], judges)).toMatchObject({ judges: ["yaml"] });
});

it("teaches with --help, whatever else is there", () => {
  expect(readSoakLine(["--nope", "--help"], judges)).toEqual({ ok: false, code: 0 });
});

it.each<[line: string[], reason: string]>([
  [["--minute", "5"], "Unknown option '--minute'"],
  [["--minutes"], "Option '--minutes <value>' argument missing"],
  [["--minutes", "0"], "--minutes 0 is no time"],
  [["--minutes", "ten"], "--minutes ten is no time"],
  [["--seed", "1.5"], "--seed 1.5 is no whole number"],
  [["fuzz", "fuz"], "fuz is no judge"],
])("says what is wrong with %j", (line, reason) => {
  expect(readSoakLine(line, judges)).toEqual({ ok: false, reason, code: 2 });
});
