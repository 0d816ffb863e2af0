import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { filesUnder } from "./file-trees.ts";

it("carries what a run reads, and neither the cases that test a rule nor documentation", () => {
  const folder = mkdtempSync(join(tmpdir(), "app-rootfs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "rules", "a"), { recursive: true });
  for (const file of ["inputs.yaml", "README.md", "rules/a/rule.rego", "rules/a/cases.yaml"]) {
    writeFileSync(join(folder, file), file);
  }
  const paths = filesUnder(folder, "policies").map(([path]) => path);
  expect(paths.toSorted()).toEqual(["policies/inputs.yaml", "policies/rules/a/rule.rego"]);
});
