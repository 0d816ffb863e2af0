import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { RegoUsageError } from "../flags/read-flags.ts";
import { onChanges } from "./on-changes.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sortie-watch-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Makes one change after the other, each once the last was answered, and ends after that. */
async function answered(paths: readonly string[], changes: readonly (() => void)[]): Promise<number> {
  const stop = new AbortController();
  let runs = 0;
  const announce = (): void => (changes[runs] === undefined ? stop.abort() : changes[runs]?.());
  await onChanges(paths, stop.signal, announce, () => {
    runs += 1;
  });
  return runs;
}

it("runs again for what is written, made and removed below a folder", async () => {
  const file = join(folder, "a.rego");
  writeFileSync(file, "package a");
  const changes = [
    () => writeFileSync(file, "package b"),
    () => mkdirSync(join(folder, "below")),
    () => writeFileSync(join(folder, "below", "c.rego"), "package c"),
    () => rmSync(file),
  ];
  expect(await answered([folder], changes)).toBe(4);
});

it("runs again when an editor puts another file in the place of one that is named", async () => {
  const [file, next] = [join(folder, "a.rego"), join(folder, "a.rego~")];
  writeFileSync(file, "package a");
  writeFileSync(next, "package b");
  const replace = () => renameSync(next, file);
  expect(await answered([`a.b:${file}`], [replace, () => writeFileSync(file, "package c")])).toBe(2);
});

it("refuses what is not there", async () => {
  await expect(answered([join(folder, "none")], [])).rejects.toThrow(RegoUsageError);
});
