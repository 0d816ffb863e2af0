import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** Names of the cases that are not expected to pass, each with the reason why. */
export function readExclusions(): ReadonlyMap<string, string> {
  const groups = parse(readFileSync(new URL("exclusions.yaml", import.meta.url), "utf8")) as {
    reason: string;
    cases: string[];
  }[];
  return new Map(groups.flatMap(({ reason, cases }) => cases.map((name) => [name, reason] as const)));
}
