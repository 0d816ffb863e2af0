import { expect, it } from "vitest";
import { readLines } from "./read-lines.ts";

it.each([
  ["a line that ends", ["a\n"], ["a"]],
  ["a line that does not end", ["a\nb"], ["a", "b"]],
  ["a line in pieces", ["a", "b", "c\nd", "\n"], ["abc", "d"]],
  ["empty lines", ["\n\na\n\n", "\nb\n"], ["", "", "a", "", "", "b"]],
  ["characters that other readers take for the end of a line", ["a\u2028b\rc\n"], ["a\u2028b\rc"]],
  ["nothing", [], []],
])("reads %s", async (_what, chunks, lines) => {
  expect(await linesOf(chunks.map((chunk) => Buffer.from(chunk)))).toEqual(lines);
});

it("reads a character whose bytes come apart", async () => {
  const bytes = Buffer.from("né\n");
  expect(await linesOf([bytes.subarray(0, 2), bytes.subarray(2)])).toEqual(["né"]);
});

async function linesOf(chunks: Buffer[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const some of readLines(inTurn(chunks))) lines.push(...some);
  return lines;
}

async function* inTurn(chunks: Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}
