import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkOutput, writeReport } from "./write-report.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sortie-report-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("writes a file as a whole, and leaves the one before where a piece fails", () => {
  const file = join(folder, "report");
  writeReport(file, ["a", "b"]);
  const failing = (function* () {
    yield "c";
    throw new Error("no more");
  })();

  expect(() => writeReport(file, failing)).toThrow("no more");
  expect(readFileSync(file, "utf8")).toBe("ab");
  expect(readdirSync(folder)).toEqual(["report"]);
});

it("writes what a link leads to and leaves the link a link, as /dev/stdout is one", () => {
  const [file, link] = [join(folder, "report"), join(folder, "latest")];
  writeFileSync(file, "before");
  symlinkSync("report", link);
  checkOutput(link);
  writeReport(link, ["after"]);

  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(file, "utf8")).toBe("after");
});

it("writes the file that a link leads to where there is none yet", () => {
  const [file, link, further] = [join(folder, "report"), join(folder, "latest"), join(folder, "further")];
  symlinkSync("report", link);
  symlinkSync(link, further);
  checkOutput(further);
  writeReport(further, ["new"]);

  expect([link, further].map((one) => lstatSync(one).isSymbolicLink())).toEqual([true, true]);
  expect(readFileSync(file, "utf8")).toBe("new");
});

it("refuses a link into a folder that is not there before a scan begins", () => {
  const link = join(folder, "latest");
  symlinkSync("absent/report", link);

  expect(() => checkOutput(link)).toThrow("no such file or directory");
});

it.each([0o600, 0o666])("keeps the mode of the file that was there: %o", (mode) => {
  const file = join(folder, "report");
  writeFileSync(file, "before");
  chmodSync(file, mode);
  writeReport(file, ["after"]);

  expect(statSync(file).mode & 0o777).toBe(mode);
});

it("refuses a folder, and one that is not there", () => {
  expect(() => checkOutput(folder)).toThrow("it is a folder");
  expect(() => checkOutput(join(folder, "absent", "report"))).toThrow("no such file or directory");
});
