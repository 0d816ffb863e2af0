import type { Rule } from "../library/library.ts";

/** The Kubescape version whose verdicts these are. It decides which of two rules for one purpose takes part. */
const kubescapeVersion = "v4.0.11";

/** Whether a rule takes part: from `useFromKubescapeVersion` on, and before `useUntilKubescapeVersion`. */
export function isInVersion(
  rule: Pick<Rule, "useFromKubescapeVersion" | "useUntilKubescapeVersion">,
  version = kubescapeVersion,
): boolean {
  const { useFromKubescapeVersion: from, useUntilKubescapeVersion: until } = rule;
  if (from !== undefined && compareVersions(version, from) < 0) return false;
  return until === undefined || compareVersions(version, until) < 0;
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const differs = left.findIndex((part, index) => part !== right[index]);
  return differs === -1 ? 0 : (left[differs] ?? 0) - (right[differs] ?? 0);
}

function numbersOf(version: string): number[] {
  return version
    .replace(/^v/, "")
    .split(".")
    .map((part) => Number.parseInt(part, 10));
}
