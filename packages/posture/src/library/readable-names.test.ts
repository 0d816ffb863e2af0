import { expect, it } from "vitest";
import { readableNames } from "./readable-names.ts";

const lib = [
  { name: "lib/pods.rego", source: 'package sortie.lib.pods\nimport data.sortie.lib.deep\nof(o) := o["pod-spec"]' },
  { name: "lib/deep.rego", source: "package sortie.lib.deep\nx := input.deepest" },
  { name: "lib/other.rego", source: "package sortie.lib.other\nx := input.unrelated" },
];

it("finds names and texts of a rule, and of what it imports", () => {
  const names = namesOf('import data.sortie.lib.pods\ndeny contains o if some o in input; o.spec[`raw`] == "a"');
  expect(names).toEqual(expect.arrayContaining(["spec", "raw", "a", "pod-spec", "deepest"]));
  expect(names).not.toContain("unrelated");
});

it.each(["walk(o, x)", "json.filter(o, [])"])("does not know what `%s` reads", (call) => {
  expect(namesOf(`deny contains o if { some o in input; ${call} }`)).toBeUndefined();
});

it("knows what object.get reads, which names it", () => {
  expect(namesOf('deny contains o if { some o in input; object.get(o, ["spec", "x"], 1) }')).toContain("x");
});

function namesOf(source: string): string[] | undefined {
  return readableNames({ module: { name: "rules/r/rule.rego", source } }, lib);
}
