import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fileAppears } from "./file-appears.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sortie-test-"));
  file = join(folder, "ready");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("sees a file that comes later, and one that is there", async () => {
  const appears = fileAppears(file, new AbortController().signal);
  writeFileSync(file, "");
  await appears;
  await fileAppears(file, new AbortController().signal);
});

it("gives up with the reason when the file is not there in time", async () => {
  const patience = new AbortController();
  const appears = fileAppears(file, patience.signal);
  patience.abort(new Error("out of patience"));
  await expect(appears).rejects.toThrow("out of patience");
});

it("takes a file that came while the process was too busy to notice", async () => {
  const patience = new AbortController();
  const appears = fileAppears(file, patience.signal);
  writeFileSync(file, "");
  patience.abort(new Error("out of patience"));
  await appears;
});
