import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { problemWith } from "./check-source.ts";
import { runFuzz } from "./run-fuzz.ts";

const policies = join(dirname(fileURLToPath(import.meta.url)), "../../../../policies");
const sources = globSync("**/*.rego", { cwd: policies }).map((name) => readFileSync(join(policies, name), "utf8"));

it("prints every policy of the library so that it is read as the same tree", () => {
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.filter((source) => problemWith(source, 1) !== undefined)).toEqual([]);
});

it("reads whatever it is given as Rego or not at all", () => {
  expect(runFuzz({ seed: 1, runs: 4000, sources })).toBeUndefined();
}, 120_000);
