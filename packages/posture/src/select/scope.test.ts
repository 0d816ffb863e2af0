import { expect, it } from "vitest";
import { isInScope, type Scope } from "./scope.ts";

it.each<[scope: Scope, fitting: string[][], others: string[][]]>([
  ["file", [[], ["file"], ["cluster", "file"]], [["cluster"], ["cloud"], ["EKS"]]],
  ["cluster", [[], ["cluster"], ["cluster", "file"]], [["file"], ["cloud"], ["EKS"]]],
  ["EKS", [[], ["cluster"], ["cloud"], ["EKS"], ["EKS", "GKE"]], [["file"], ["GKE"], ["AKS"]]],
])("takes what makes sense for %s, and nothing else", (scope, fitting, others) => {
  expect(fitting.filter((one) => !isInScope(one, scope))).toEqual([]);
  expect(others.filter((one) => isInScope(one, scope))).toEqual([]);
});
