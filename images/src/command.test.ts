import { expect, it } from "vitest";
import { readCommandLine } from "./command.ts";

it("builds every program for this machine unless told otherwise", () => {
  const { chosen, platform } = readCommandLine([]);
  expect(chosen.map(({ name }) => name)).toEqual(["dispatcher", "storage", "config-scan"]);
  expect(platform.nodeArch).toBe(process.arch);
});

it("builds the programs that are named, in that order", () => {
  const { chosen, platform } = readCommandLine(["--program", "storage", "--program", "dispatcher", "--arch", "arm64"]);
  expect(chosen.map(({ name }) => name)).toEqual(["storage", "dispatcher"]);
  expect(platform.arch).toBe("arm64");
});

it.each<[line: string[], message: string]>([
  [["--program", "scanner"], "--program must be one of dispatcher, storage, config-scan, not scanner"],
  [["--arch", "riscv64"], "--arch must be one of amd64, arm64, not riscv64"],
  [["--all"], "Unknown option '--all'"],
])("answers %j with the reason and the usage", (line, message) => {
  expect(() => readCommandLine(line)).toThrow(message);
  expect(() => readCommandLine(line)).toThrow("usage: npm run images");
});
