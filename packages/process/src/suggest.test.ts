import { expect, it } from "vitest";
import { didYouMean, suggest } from "./suggest.ts";

const names = ["format", "framework", "control", "context", "kubeconfig", "verbose"];

it.each([
  ["frmat", "format"],
  ["fromat", "format"],
  ["contrl", "control"],
  ["verb", "verbose"],
  ["KUBECONFIG", "kubeconfig"],
  ["banana", undefined],
  ["x", undefined],
])("takes %s for %s", (typed, meant) => {
  expect(suggest(typed, names)).toBe(meant);
});

it("ends a message with a question, or with nothing", () => {
  expect(didYouMean("contxt", names, "--")).toBe(" Did you mean --context?");
  expect(didYouMean("banana", names)).toBe("");
});
