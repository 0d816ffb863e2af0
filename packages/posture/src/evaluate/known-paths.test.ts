import { expect, it } from "vitest";
import { deletePath, failedPath, fix, fixCommand } from "./known-paths.ts";

const noPath = { failedPath: "", fixPath: "", fixPathValue: "", fixCommand: "" };

it("says one thing of a place and nothing else", () => {
  expect([failedPath("a"), deletePath("a"), fix("a", "true"), fixCommand("run it")]).toEqual([
    { ...noPath, failedPath: "a" },
    { ...noPath, deletePath: "a" },
    { ...noPath, fixPath: "a", fixPathValue: "true" },
    { ...noPath, fixCommand: "run it" },
  ]);
});

it("gives all who fail in one place the same object", () => {
  expect(failedPath("spec.hostPID")).toBe(failedPath("spec.hostPID"));
  expect(fix("spec.hostPID", "false")).toBe(fix("spec.hostPID", "false"));
  expect(fix("spec.hostPID", "false")).not.toBe(fix("spec.hostPID", "true"));
});
