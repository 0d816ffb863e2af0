import { expect, it } from "vitest";
import { lines } from "./lines.ts";

async function* chunksOf(...parts: (string | Buffer)[]) {
  for (const part of parts) yield Buffer.from(part);
}
const euro = Buffer.from("€\n");

it.each<[rule: string, parts: (string | Buffer)[], expected: string[]]>([
  ["gives lines of one chunk", ["a\nb\n"], ["a", "b"]],
  ["puts a line together from chunks", ["a", "b", "c\nd", "\n"], ["abc", "d"]],
  ["keeps a character that chunks cut", [euro.subarray(0, 1), euro.subarray(1)], ["€"]],
  ["gives nothing of an empty stream", [], []],
])("%s", async (_rule, parts, expected) => {
  expect(await Array.fromAsync(lines(chunksOf(...parts), 100))).toEqual(expected);
});

it.each<[how: string, ends: () => void]>([
  ["ends", () => {}],
  ["breaks", () => expect.unreachable()],
])("gives what is complete of a stream that %s within a line, and says so", async (_how, ends) => {
  async function* stream() {
    yield* chunksOf("a\nb");
    ends();
  }
  const given: string[] = [];
  const all = async () => {
    for await (const line of lines(stream(), 100)) given.push(line);
  };
  await expect(all()).rejects.toMatchObject({ code: "cut" });
  expect(given).toEqual(["a"]);
});

it("ends at a line that is too long, with or without its end", async () => {
  await expect(Array.fromAsync(lines(chunksOf("a\n", "b".repeat(11)), 10))).rejects.toMatchObject({
    code: "too_large",
  });
  await expect(Array.fromAsync(lines(chunksOf("bbbbbb", "bbbbb\n"), 10))).rejects.toMatchObject({ code: "too_large" });
});
