import { expect, it } from "vitest";
import { storedPaths } from "./stored-paths.ts";

const noPath = { failedPath: "", fixPath: "", fixPathValue: "", fixCommand: "" };

it("says once that a place failed and what to do about it", () => {
  expect(
    storedPaths([
      { ...noPath, failedPath: "spec.hostPID" },
      { ...noPath, failedPath: "spec.hostIPC" },
      { ...noPath, deletePath: "spec.hostPID" },
      { ...noPath, reviewPath: "spec.hostIPC" },
    ]),
  ).toEqual([
    { ...noPath, failedPath: "spec.hostPID", deletePath: "spec.hostPID" },
    { ...noPath, failedPath: "spec.hostIPC", reviewPath: "spec.hostIPC" },
  ]);
});

it("keeps places that are only to be looked at, fixes and commands, each once", () => {
  const review = { ...noPath, reviewPath: "status.nodeInfo" };
  const fix = { ...noPath, fixPath: "spec.automountServiceAccountToken", fixPathValue: "false" };
  const command = { ...noPath, fixCommand: "kubectl annotate" };
  expect(storedPaths([fix, review, command, fix, review])).toEqual([review, fix, command]);
});

it("keeps one path of two resources apart", () => {
  const own = { ...noPath, failedPath: "metadata.labels" };
  expect(storedPaths([own, { ...own, resourceID: "v1/shop/Service/web" }])).toHaveLength(2);
});
