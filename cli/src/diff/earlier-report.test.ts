import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readEarlierReport } from "./earlier-report.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sortie-diff-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(text: string): string {
  const path = join(folder, "report.json");
  writeFileSync(path, text);
  return path;
}

it("reads verdicts, and resources without any", () => {
  const controls = [{ controlID: "C-0057", name: "Privileged", status: { status: "failed", info: "" }, rules: null }];
  const results = [
    { resourceID: "a", controls },
    { resourceID: "b", controls: null },
  ];

  expect(readEarlierReport(file(JSON.stringify({ results, other: 1 })))).toEqual({
    results: [
      { resourceID: "a", controls: [{ controlID: "C-0057", name: "Privileged", status: { status: "failed" } }] },
      { resourceID: "b", controls: [] },
    ],
  });
});

it("reads a file with a byte order mark", () => {
  expect(readEarlierReport(file('\ufeff{"results":[]}'))).toEqual({ results: [] });
});

it.each([
  ["{", /is no JSON/],
  ["[]", /is no report of --format json/],
  ['{"results":[{"resourceID":1}]}', /results\.0\.resourceID/],
])("names the file and the field of %s", (text, message) => {
  expect(() => readEarlierReport(file(text))).toThrow(message);
});

it("says that a file is missing", () => {
  expect(() => readEarlierReport(join(folder, "none.json"))).toThrow("Cannot read");
});
