import { expect, it } from "vitest";
import type { ContainerSpec } from "../reports/observed.ts";
import { collapsePaths } from "./collapse-paths.ts";
import { collapseProfile } from "./collapse-profile.ts";

const many = (prefix: string, count: number, suffix = "") =>
  Array.from({ length: count }, (_, i) => `${prefix}/f${i}${suffix}`);

it.each<[rule: string, paths: string[], most: number, patterns: string[]]>([
  ["leaves few files as they are", ["/a/b", "/a/c"], 2, ["/a/b", "/a/c"]],
  ["makes many files of a directory one", ["/a/b", "/a/c", "/a/d"], 2, ["/a/⋯"]],
  ["keeps what is below many directories apart", ["/a/b/x", "/a/c/x", "/a/d/y"], 2, ["/a/⋯/x", "/a/⋯/y"]],
  ["goes on below", ["/a/b/x", "/a/c/y", "/a/d/z"], 2, ["/a/⋯/⋯"]],
  ["does not touch other directories", ["/a/b", "/a/c", "/a/d", "/e/f"], 2, ["/a/⋯", "/e/f"]],
  ["takes into a pattern what it stands for", ["/a/⋯", "/a/b"], 2, ["/a/⋯"]],
  ["takes into a rest what it stands for", ["/a/*", "/a/b/c"], 2, ["/a/*"]],
  ["tells nothing apart below a directory with threshold 1", ["/a/b/c"], 1, ["/*"]],
  ["leaves words that are no paths", ["pipe:[1]", "pipe:[2]", "pipe:[3]"], 2, ["pipe:[1]", "pipe:[2]", "pipe:[3]"]],
  ["knows a directory and a file in it", ["/a", "/a/b", "/a/c", "/a/d"], 2, ["/a", "/a/⋯"]],
])("%s", (_rule, paths, most, patterns) => {
  const pattern = collapsePaths(paths, () => most);
  expect([...new Set(paths.map(pattern))]).toEqual(patterns);
  expect(patterns.map(collapsePaths(patterns, () => most))).toEqual(patterns);
});

it("collapses by the longest prefix, and joins what has become the same", () => {
  const settings = { openDynamicThreshold: 3, collapseConfigs: [{ prefix: "/etc", threshold: 5 }] };
  expect(opens(many("/etc", 5), settings)).toHaveLength(5);
  expect(opens([...many("/etc", 6), ...many("/etcetera", 4)], settings)).toEqual([
    { path: "/etc/⋯", flags: ["O_RDONLY"] },
    { path: "/etcetera/⋯", flags: ["O_RDONLY"] },
  ]);
});

it("has thresholds of its own where there is no configuration", () => {
  expect(opens(many("/data", 50))).toHaveLength(50);
  expect(opens(many("/data", 51))).toHaveLength(1);
  expect(opens(many("/etc", 100))).toHaveLength(100);
  const endpoints = many(":80/users", 101, "/orders").map((endpoint) => ({ endpoint, internal: false }));
  expect(collapseProfile({ ...nothing, endpoints }).endpoints).toEqual([
    { endpoint: ":80/users/⋯/orders", internal: false },
  ]);
});

const nothing: ContainerSpec = {
  architectures: null,
  capabilities: null,
  execs: null,
  opens: null,
  syscalls: null,
  seccompProfile: { spec: {} },
  endpoints: null,
  imageID: "",
  imageTag: "",
  rulePolicies: null,
  identifiedCallStacks: null,
  ingress: null,
  egress: null,
};

function opens(paths: string[], settings?: Parameters<typeof collapseProfile>[1]) {
  const all = paths.map((path) => ({ path, flags: ["O_RDONLY"] }));
  return collapseProfile({ ...nothing, opens: all }, settings).opens;
}
