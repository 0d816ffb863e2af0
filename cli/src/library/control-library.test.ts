import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { UsageError } from "../arguments/usage-error.ts";
import { readControlLibrary } from "./control-library.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sortie-library-"));
  for (const name of ["controls", "frameworks"]) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true }));

it.each([
  ["is no YAML", "id: [", "C-0001.yaml of the control library: Flow sequence"],
  ["lacks what a control has", "id: C-0001", "C-0001.yaml of the control library: ✖"],
])("names a file of a person's own library that %s", (_case, text, message) => {
  writeFileSync(join(folder, "controls", "C-0001.yaml"), text);
  expect(() => readControlLibrary(folder)).toThrow(UsageError);
  expect(() => readControlLibrary(folder)).toThrow(message);
});

it("names the folder that a library lacks", () => {
  rmSync(join(folder, "frameworks"), { recursive: true });
  expect(() => readControlLibrary(folder)).toThrow(`${join(folder, "frameworks")}: no such file or directory`);
});
