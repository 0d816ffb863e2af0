import { expect, it } from "vitest";
import { answerTo } from "./run-line.ts";

const usage = "usage: npm test";

it.each([[[]], [["--unit"]]])("lets %j run", (line) => {
  expect(answerTo(line, ["--unit"], usage)).toBeUndefined();
});

it.each<[line: string[], answer: string, code: number]>([
  [["--unit", "--help"], usage, 0],
  [["--unti"], `--unti is not known; ${usage}`, 2],
  [["cli"], `cli is not known; ${usage}`, 2],
])("answers %j instead of running", (line, answer, code) => {
  expect(answerTo(line, ["--unit"], usage)).toEqual({ answer, code });
});
