import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { removeFilesOfJob } from "./attempt-files.ts";

it("removes the files of one Job and no other's", () => {
  const dir = mkdtempSync(join(tmpdir(), "sortie-process-"));
  try {
    for (const name of ["scan-1-0a1b2.log", "scan-1-0a1b2.pid", "scan-1-99999.termination"])
      writeFileSync(join(dir, name), "");
    const others = ["scan-1-2-0a1b2.log", "scan-1-final.log", "scan-10-0a1b2.log", "scan-2-0a1b2.log"];
    for (const name of others) writeFileSync(join(dir, name), "");
    removeFilesOfJob(dir, "scan-1");
    expect(readdirSync(dir).toSorted()).toEqual(others);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

it("has nothing to remove from a folder that is not there", () => {
  expect(() => removeFilesOfJob(join(tmpdir(), "sortie-no-such-folder"), "scan-1")).not.toThrow();
});
