import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { expect, it } from "vitest";
import { patchOf } from "./patch.ts";

const pod = (i: number, on: boolean) => `kind: Pod\nmetadata:\n  name: p${i}\nspec:\n  hostNetwork: ${on}\n`;
const pods = (count: number, on: boolean) => Array.from({ length: count }, (_, i) => pod(i, on)).join("---\n");

it.each([
  ["at both ends", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n", "A\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nL\n"],
  ["that are near each other", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n", "A\nb\nc\nd\ne\nf\ng\nh\ni\nJ\n"],
  ["of a last line without a line break", "a: 1\nb: 1", "a: 1\nb: 1\nc: 2"],
  ["that are lines more and lines less", "a\nb\nc\nd\n", "b\nx\ny\nc\n"],
  ["with carriage returns", "a: 1\r\nb: 1\r\n", "a: 1\r\nb: 2\r\n"],
  ["of several documents", pods(5, true), pods(5, false)],
])("writes changes %s as the library does", (_what, before, after) => {
  const wanted = createTwoFilesPatch("a/f.yaml", "b/f.yaml", before, after, "", "", {
    headerOptions: FILE_HEADERS_ONLY,
  });
  expect(patchOf("f.yaml", before, after)).toBe(wanted);
});
