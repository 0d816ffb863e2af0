import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { precompile } from "../../tools/precompile.ts";
import { compileRules } from "../evaluate/compile-rules.ts";
import { selectControls } from "../select/select-controls.ts";
import type { LoadedLibrary } from "./library.ts";
import { precompiledFile, readPrecompiled } from "./precompiled.ts";
import { readLibrary } from "./read-library.ts";
import { smallLibrary } from "./small-library.ts";

const bad = { apiVersion: "v1", kind: "Pod", metadata: { name: "bad" } };

it("is the library of the files, and answers as their Rego does", () => {
  const { dir, digest } = precompiledLibrary();
  const source = readLibrary(dir);
  const loaded = readPrecompiled(dir, digest);
  expect(loaded).toMatchObject({ controls: source.controls, frameworks: source.frameworks, inputs: source.inputs });
  expect([...(loaded?.rules.keys() ?? [])]).toEqual([...source.rules.keys()]);
  expect(answersOf(loaded)).toEqual(answersOf({ ...source, code: source }));
  expect(answersOf(loaded)).toMatchObject([{ joins: false, asked: { answers: [{ objects: [bad] }] } }]);
});

it("is not looked into when it is not the one that the program was built with", () => {
  const { dir, digest } = precompiledLibrary();
  expect(readPrecompiled(dir, "0".repeat(64))).toBeUndefined();
  writeFileSync(join(dir, precompiledFile), "{");
  expect(readPrecompiled(dir, digest)).toBeUndefined();
  expect(readPrecompiled(smallLibrary(), digest)).toBeUndefined();
});

it("is the same file for the same library", () => {
  const dir = smallLibrary();
  expect(precompile(readLibrary(dir))).toEqual(precompile(readLibrary(dir)));
});

function precompiledLibrary(): { dir: string; digest: string } {
  const dir = smallLibrary();
  const { text, digest } = precompile(readLibrary(dir));
  writeFileSync(join(dir, precompiledFile), text);
  return { dir, digest };
}

function answersOf(library: LoadedLibrary | undefined) {
  if (library === undefined) throw new Error("not loaded");
  const { rules } = selectControls(library, { frameworks: [], controls: [] }, "cluster");
  return compileRules(library, rules, new AbortController().signal).map((compiled) => {
    if ("broken" in compiled) throw new Error(compiled.broken);
    return { joins: compiled.joins, asked: compiled.ask([bad, { ...bad, metadata: { name: "good" } }]) };
  });
}
