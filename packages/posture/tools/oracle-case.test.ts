import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { readOracleCases } from "./oracle-case.ts";

const line = JSON.stringify({ rule: "r", case: "c", inputs: [{ kind: "Pod" }], expected: [] });
const fileOf = (bytes: string | Buffer) => {
  const file = join(mkdtempSync(join(tmpdir(), "oracle-")), "cases.ndjson");
  writeFileSync(file, bytes);
  return file;
};

it("reads plain and gzipped files", () => {
  const plain = readOracleCases(fileOf(`${line}\n${line}\n`));
  expect(plain.cases.map((one) => one.case)).toEqual(["c", "c"]);
  expect(readOracleCases(fileOf(gzipSync(`${line}\n${line}\n`)))).toEqual(plain);
});

it("names bad lines and reads the others", () => {
  const file = fileOf(`${line}\nnot JSON\n{"rule": "r"}\n${line}`);
  const { cases, badLines } = readOracleCases(file);
  expect(cases).toHaveLength(2);
  expect(badLines.map((bad) => bad.slice(0, file.length + 2))).toEqual([`${file}:2`, `${file}:3`]);
});
