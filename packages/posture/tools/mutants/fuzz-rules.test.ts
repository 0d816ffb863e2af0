import { join } from "node:path";
import { expect, it } from "vitest";
import { readLibrary } from "../../src/library/read-library.ts";
import { ruleRunner } from "../rule-runner.ts";
import { describeFailure, fuzzRules } from "./fuzz-rules.ts";
import { manifestsOf } from "./manifests.ts";

const policies = join(import.meta.dirname, "..", "..", "..", "..", "policies");

/** `npm run soak -- manifests` goes on with other seeds. */
it("no rule of the library fails at manifests with a field removed, emptied or of another type", () => {
  const library = readLibrary(policies);
  const asked = { ask: ruleRunner(library), manifests: manifestsOf(policies, library) };
  expect(asked.manifests.length).toBeGreaterThan(1000);
  expect([...fuzzRules(asked, { seed: 1, runs: 5000 })].map(describeFailure)).toEqual([]);
}, 120_000);
