import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { expect, it } from "vitest";
import { patchOf } from "./patch.ts";

const pod = (i: number, on: boolean) => `kind: Pod\nmetadata:\n  name: p${i}\nspec:\n  hostNetwork: ${on}\n`;
const pods = Array.from({ length: 5 }, (_, i) => ({ before: `---\n${pod(i, true)}`, after: `---\n${pod(i, false)}` }));
const texts = (before: string, after: string) => [{ before, after }];

it.each([
  ["at both ends", texts("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n", "A\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nL\n")],
  ["that are near each other", texts("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n", "A\nb\nc\nd\ne\nf\ng\nh\ni\nJ\n")],
  ["of a last line without a line break", texts("a: 1\nb: 1", "a: 1\nb: 1\nc: 2")],
  ["that are lines more and lines less", texts("a\nb\nc\nd\n", "b\nx\ny\nc\n")],
  ["with carriage returns", texts("a: 1\r\nb: 1\r\n", "a: 1\r\nb: 2\r\n")],
  ["of several documents", pods],
])("writes changes %s as the library does", (_what, parts) => {
  const before = parts.map((part) => part.before).join("");
  const after = parts.map((part) => part.after).join("");
  const wanted = createTwoFilesPatch("a/f.yaml", "b/f.yaml", before, after, "", "", {
    headerOptions: FILE_HEADERS_ONLY,
  });
  expect(patchOf("f.yaml", parts)).toBe(wanted);
});
