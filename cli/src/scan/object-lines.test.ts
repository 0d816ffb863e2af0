import { expect, it } from "vitest";
import { objectLines } from "./object-lines.ts";

const linesOf = (...texts: string[]) =>
  Buffer.concat([...objectLines(texts.map((text) => ({ json: Buffer.from(text) })))]).toString();

it("puts each object on a line of its own, however it is written", () => {
  expect(linesOf('{"a": 1}', '{\r\n  "b": [\n2]\n}')).toBe('{"a": 1}\n{\r   "b": [ 2] }\n');
});

it("leaves the text that it was read from as it is", () => {
  const json = Buffer.from("{\n}");
  expect([...objectLines([{ json }])].toString()).toBe("{ }\n");
  expect(json.toString()).toBe("{\n}");
});

it("sends many objects in pieces", () => {
  const json = Buffer.from(`"${"x".repeat(1000)}"`);
  const pieces = [...objectLines(Array.from({ length: 200 }, () => ({ json })))];
  expect(pieces.length).toBeGreaterThan(2);
  expect(Buffer.concat(pieces).toString()).toBe(`${json.toString()}\n`.repeat(200));
});
