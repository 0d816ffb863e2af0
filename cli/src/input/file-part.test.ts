import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FilePart, InputFile, keepInFile } from "./file-part.ts";
import { jsonOf, type ManifestObject } from "./manifest-object.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sortie-test-"));
  path = join(folder, "objects.json");
  writeFileSync(path, "[11,22,33]");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("reads parts again, in any order", () => {
  const file = new InputFile(path);
  const [first, last] = [new FilePart(file, 1, 2), new FilePart(file, 7, 2)];
  expect([last, first, last].map((part) => part.read().toString())).toEqual(["33", "11", "33"]);
});

it("stands for the bytes that objects were read from, not for what was made of one anew", () => {
  const file = new InputFile(path);
  const bytes = file.whole();
  const anew = Buffer.from("{}");
  const objects: Pick<ManifestObject, "json">[] = [{ json: bytes.subarray(4, 6) }, { json: anew }];
  keepInFile(
    file,
    bytes,
    objects.map((object) => ({ object })),
  );
  expect(objects[0]?.json).toBeInstanceOf(FilePart);
  expect(objects.map((object) => jsonOf(object).toString())).toEqual(["22", "{}"]);
});

it("reads on in a file that another one has taken the place of", () => {
  const part = new FilePart(new InputFile(path), 4, 2);
  writeFileSync(`${path}.new`, "[44]");
  renameSync(`${path}.new`, path);
  expect(part.read().toString()).toBe("22");
});

it("refuses a file that was changed in its place", () => {
  const part = new FilePart(new InputFile(path), 4, 2);
  appendFileSync(path, "\n");
  expect(() => part.read()).toThrow("objects.json was changed while it was scanned");
});
