import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readArtifacts } from "./read-artifacts.ts";
import { embeddedFramework, smallArtifacts } from "./small-artifacts.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "artifacts-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(artifacts: Record<string, string>, ending = "") {
  for (const [name, text] of Object.entries(artifacts)) writeFileSync(join(folder, `${name}${ending}`), text);
}

it.each(["", ".json"])("reads artifacts as they are released, called <name>%s", (ending) => {
  write(smallArtifacts(), ending);
  write({ "ControlID_RuleName.csv": "ControlID,RuleName\n", ".hidden": "?", ControlID_RuleName: "a,b" });
  mkdirSync(join(folder, "folder"));
  const { frameworks, controls, rules, inputs, exceptions } = readArtifacts(folder);
  expect(frameworks.map(({ name }) => name)).toEqual(["Small"]);
  expect(controls.map(({ controlID }) => controlID)).toEqual(["C-0901", "C-0900"]);
  expect(rules.map(({ name }) => name)).toEqual(["names", "twins"]);
  expect(inputs).toEqual({ forbiddenNames: ["bad"], threshold: ["3"] });
  expect(exceptions).toHaveLength(1);
});

it("reads a mounted ConfigMap, whose files are links into a hidden folder", () => {
  const hidden = join(folder, "..2026");
  mkdirSync(hidden);
  symlinkSync("..2026", join(folder, "..data"));
  for (const [name, text] of Object.entries(smallArtifacts())) {
    writeFileSync(join(hidden, name), text);
    symlinkSync(join("..data", name), join(folder, name));
  }
  symlinkSync("nowhere", join(folder, "broken"));
  expect(readArtifacts(folder).controls).toHaveLength(2);
});

it("reads the folder of a Kubescape that is used without a network: one file a framework", () => {
  write({ small: JSON.stringify(embeddedFramework), "controls-inputs": '{"forbiddenNames": []}' }, ".json");
  write({ exceptions: "[]", "attack-tracks": "[]" }, ".json");
  const { frameworks, controls, rules, inputs } = readArtifacts(folder);
  expect(frameworks.map(({ name }) => name)).toEqual(["Small"]);
  expect(controls).toHaveLength(2);
  expect(rules.map(({ name }) => name)).toEqual(["names", "twins"]);
  expect(inputs).toEqual({ forbiddenNames: [] });
});

it("does without inputs and exceptions", () => {
  write(smallArtifacts({ default_config_inputs: undefined, exceptions: undefined, attack_tracks: undefined }));
  expect(readArtifacts(folder)).toMatchObject({ inputs: undefined, exceptions: undefined });
});

const damaged: [what: string, changes: Record<string, unknown>, message: RegExp][] = [
  ["a missing artifact", { controls: undefined }, /^controls is missing$/],
  ["half an artifact", { rules: smallArtifacts().rules?.slice(0, 200) }, /^rules is not JSON, or not all of it$/],
  ["a page instead of JSON", { frameworks: "<!DOCTYPE html><p>Not found" }, /^frameworks is a web page, not JSON$/],
  ["another type", { rules: { rules: [] } }, /^rules: Invalid input: expected array, received object$/],
  [
    "another id",
    { controls: [{ controlID: "__proto__", name: "a", baseScore: 1 }] },
    /^controls: 0\.controlID: is not a control id/,
  ],
  ["inputs that are no lists", { default_config_inputs: { a: "b" } }, /^default_config_inputs: a: /],
  [
    "damaged attack tracks",
    { attack_tracks: [{ kind: "Track" }] },
    /^attack_tracks: 0\.kind: .*; and 1 more$|^attack_tracks: 0\.kind/,
  ],
  ["a list without end", { rules: Array.from({ length: 5001 }, () => ({ name: "a", rule: "" })) }, /^rules: Too big/],
];

it.each(damaged)("refuses %s, and says which artifact it is", (_, changes, message) => {
  write(smallArtifacts(changes));
  expect(() => readArtifacts(folder)).toThrow(
    expect.objectContaining({ name: "ArtifactError", message: expect.stringMatching(message) }),
  );
});

it("refuses an artifact by its size, before it reads it", () => {
  write(smallArtifacts());
  truncateSync(join(folder, "controls"), 17 * 1024 * 1024);
  expect(() => readArtifacts(folder)).toThrow("controls has more than 16 MiB");
});

it("refuses a folder that is not there, or has no artifacts", () => {
  expect(() => readArtifacts(join(folder, "absent"))).toThrow("cannot be read");
  expect(() => readArtifacts(folder)).toThrow("there is neither a file rules nor a framework");
});

it("takes no harm from names that objects have by themselves", () => {
  const rules = '[{"name": "constructor", "rule": "package armo_builtins", "__proto__": {"match": [1]}}]';
  write(smallArtifacts({ rules, default_config_inputs: '{"__proto__": ["x"], "constructor": ["y"]}' }));
  const set = readArtifacts(folder);
  expect(set.rules).toMatchObject([{ name: "constructor", match: [] }]);
  expect(Object.getPrototypeOf(set.inputs)).toBe(Object.prototype);
  expect(([] as { x?: unknown }).x).toBeUndefined();
});
