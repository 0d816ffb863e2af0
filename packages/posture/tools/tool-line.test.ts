import { expect, it } from "vitest";
import { readToolLine } from "./tool-line.ts";

const taken = { usage: "usage: npm run tool [-- FILE] [--lists FILE]", flags: ["lists"], words: 1 };

it("reads words and flags", () => {
  expect(readToolLine(["a.json", "--lists", "b.json"], taken)).toEqual({
    ok: true,
    values: { lists: "b.json" },
    words: ["a.json"],
  });
});

it("teaches with --help, whatever else is there", () => {
  expect(readToolLine(["a", "--nope", "--help"], taken)).toEqual({ ok: false, answer: taken.usage, code: 0 });
});

it.each<[line: string[], reason: string]>([
  [["--nope"], "Unknown option '--nope'"],
  [["a", "b"], "b is too much"],
  [["--lists"], "Option '--lists <value>' argument missing"],
  [["--lists", "-x"], "Option '--lists' argument is ambiguous"],
])("refuses %j in one line", (line, reason) => {
  expect(readToolLine(line, taken)).toEqual({ ok: false, answer: `${reason}; ${taken.usage}`, code: 2 });
});
