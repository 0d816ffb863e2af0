import { expect, it } from "vitest";
import { list, map, message, optional, text, whole } from "./message.ts";
import { withStoredEmpties } from "./stored-empties.ts";

const item = message("Item", "", { name: [1, text, ""], tags: [2, list(text), ""] });
const table = message("Table", "", {
  of: [1, item, ""],
  items: [2, list(item), ""],
  named: [3, map(item), ""],
  size: [4, optional(whole), ""],
});
const filled = (tags: string[] | null) => {
  const each = { name: "a", tags };
  return { of: each, items: [{ name: "b", tags: ["t"] }, each], named: { k: each } };
};

it("puts empty lists and zeros that are stored where nothing was sent, and changes nothing of what was sent", () => {
  const sent = filled(null);
  expect(withStoredEmpties(table, { ...filled([]), size: 0 }, sent)).toEqual({ ...filled([]), size: 0 });
  expect(sent).toEqual(filled(null));
});

it.each([
  ["as much", filled(null)],
  ["more", { ...filled(["t"]), size: 1 }],
  ["nothing", {}],
  ["other items", { items: [], named: { other: { name: "", tags: [] } } }],
])("gives back what was sent itself where %s is stored", (_, stored) => {
  const sent = filled(null);
  expect(withStoredEmpties(table, stored, sent)).toBe(sent);
});
