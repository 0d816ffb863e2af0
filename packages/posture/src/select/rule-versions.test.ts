import { expect, it } from "vitest";
import { isInVersion } from "./rule-versions.ts";

it.each<[rule: Parameters<typeof isInVersion>[0], version: string, isIn: boolean]>([
  [{}, "v4.0.11", true],
  [{ useFromKubescapeVersion: "v4.0.11" }, "v4.0.11", true],
  [{ useFromKubescapeVersion: "v4.0.12" }, "v4.0.11", false],
  [{ useFromKubescapeVersion: "v2.9.0" }, "v4.0.11", true],
  [{ useUntilKubescapeVersion: "v2.3.8" }, "v2.3.7", true],
  [{ useUntilKubescapeVersion: "v2.3.8" }, "v2.3.8", false],
  [{ useUntilKubescapeVersion: "v2.3.8" }, "v2.10.0", false],
])("a rule with %j in version %s: %s", (rule, version, isIn) => {
  expect(isInVersion(rule, version)).toBe(isIn);
});
