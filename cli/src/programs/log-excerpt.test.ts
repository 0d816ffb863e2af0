import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { logExcerpt, logLines } from "./log-excerpt.ts";

it("reads log lines for people, leaves other output as it is, and keeps the end", () => {
  const folder = mkdtempSync(join(tmpdir(), "sortie-test-"));
  const file = join(folder, "x.log");
  const failed = { level: "fatal", msg: "service failed", err: { message: "port is taken" }, time: "t" };
  const lines = [
    ...Array<string>(10).fill("old"),
    JSON.stringify({ level: "info", msg: "serving" }),
    JSON.stringify(failed),
    "",
    "Node.js v24",
  ];
  writeFileSync(file, lines.join("\n"));
  expect(logExcerpt(file).slice(-4)).toEqual([
    "old",
    "info: serving",
    "fatal: service failed: port is taken",
    "Node.js v24",
  ]);
  expect(logExcerpt(file)).toHaveLength(10);
  rmSync(folder, { recursive: true });
});

it.each([
  ["/tmp/x/storage.db: the disk is full", true],
  ["ENOSPC: no space left on device, write", true],
  ["port is taken", false],
])("says which folder is full, and what names another: %s", (message, isFull) => {
  const folder = mkdtempSync(join(tmpdir(), "sortie-test-"));
  const file = join(folder, "x.log");
  writeFileSync(file, JSON.stringify({ level: "fatal", msg: "service failed", err: { message } }));
  const hint = `There is no room in the temporary folder ${tmpdir()}. TMPDIR names another.`;
  const lines = [`Its log: ${file}`, `  fatal: service failed: ${message}`];
  expect(logLines(file)).toEqual(isFull ? [...lines, hint] : lines);
  rmSync(folder, { recursive: true });
});
