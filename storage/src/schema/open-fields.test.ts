import { expect, it } from "vitest";
import { list, type Message, map, message, raw, text } from "./message.ts";
import { openFields } from "./open-fields.ts";

it("finds maps and values of any type at every depth, also of a message that has itself inside", () => {
  const tree: Message = message("Tree", "", () => ({
    name: [1, text, ""],
    labels: [2, map(text), ""],
    below: [3, list(tree), ""],
    leaf: [4, message("Leaf", "", { values: [1, list(raw), ""], texts: [2, list(text), ""] }), ""],
  }));
  expect(openFields(tree)).toEqual(["labels", "values"]);
});
