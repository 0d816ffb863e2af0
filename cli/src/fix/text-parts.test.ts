import { expect, it } from "vitest";
import { readDocument } from "./changed-document.ts";
import { textParts } from "./text-parts.ts";

const count = 600;
const pod = (i: number, on: boolean) => `- kind: Pod\n  metadata:\n    name: p${i}\n  spec:\n    hostNetwork: ${on}\n`;
const pods = (on: boolean) => Array.from({ length: count }, (_, i) => pod(i, on));
const objects = (on: boolean) => Array.from({ length: count }, (_, i) => ({ kind: "Pod", name: `p${i}`, on }));

function partsOf(before: string, after: string) {
  const [old, changed] = [readDocument(before), readDocument(after)];
  if (old === undefined || changed === undefined) throw new Error("it cannot be read");
  return textParts(old, changed);
}

it.each<[what: string, textOf: (on: boolean) => string]>([
  ["a list", (on) => `kind: List\nitems:\n${pods(on).join("")}`],
  ["a list in JSON", (on) => JSON.stringify({ items: objects(on) }, null, 2)],
  ["an array", (on) => JSON.stringify(objects(on), null, 2)],
])("compares no more than a member of %s at a time", (_what, textOf) => {
  const [before, after] = [textOf(true), textOf(false)];
  const parts = partsOf(before, after);

  expect(Math.max(...parts.map((part) => part.before.length))).toBeLessThan(200);
  expect(parts.map((part) => part.before).join("")).toBe(before);
  expect(parts.map((part) => part.after).join("")).toBe(after);
});

it("compares everything where nothing says what belongs together", () => {
  const [before, after] = [pods(true).join(""), pods(false).slice(1).join("")];
  expect(partsOf(before, after)).toEqual([{ before, after }]);
});
