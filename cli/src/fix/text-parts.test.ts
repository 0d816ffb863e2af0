import { expect, it } from "vitest";
import { textParts } from "./text-parts.ts";

const count = 600;
const pod = (i: number, on: boolean) => `kind: Pod\nmetadata:\n  name: p${i}\nspec:\n  hostNetwork: ${on}\n`;
const pods = (on: boolean) => Array.from({ length: count }, (_, i) => pod(i, on));
const inList = (text: string) => `- ${text.trimEnd().replaceAll("\n", "\n  ")}\n`;
const objects = (on: boolean) => Array.from({ length: count }, (_, i) => ({ kind: "Pod", name: `p${i}`, on }));

it.each<[what: string, textOf: (on: boolean) => string]>([
  ["a document", (on) => pods(on).join("---\n")],
  ["a member of a list", (on) => `kind: List\nitems:\n${pods(on).map(inList).join("")}`],
  ["a member of a list in JSON", (on) => JSON.stringify({ items: objects(on) }, null, 2)],
  ["a member of an array", (on) => JSON.stringify(objects(on), null, 2)],
])("compares no more than %s at a time", (_what, textOf) => {
  const [before, after] = [textOf(true), textOf(false)];
  const parts = textParts(before, after);

  expect(Math.max(...parts.map((part) => part.before.length))).toBeLessThan(200);
  expect(parts.map((part) => part.before).join("")).toBe(before);
  expect(parts.map((part) => part.after).join("")).toBe(after);
});

it("compares everything where nothing says what belongs together", () => {
  const [before, after] = [pods(true).join("---\n"), pods(false).slice(1).join("---\n")];
  expect(textParts(before, after)).toEqual([{ before, after }]);
});
