// `npm run soak -- manifests` runs this for its minutes: asks the library's rules about broken manifests, the same ones
// for the same seed. The last line is `N passed, N failed, 0 skipped`.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readLibrary } from "../src/library/read-library.ts";
import { describeFailure, fuzzRules } from "./mutants/fuzz-rules.ts";
import { manifestsOf } from "./mutants/manifests.ts";
import { ruleRunner } from "./rule-runner.ts";

const options = { seed: { type: "string", default: "1" }, minutes: { type: "string", default: "1" } } as const;
const { values } = parseArgs({ options });
const policies = join(import.meta.dirname, "..", "..", "..", "policies");
const library = readLibrary(policies);
const asked = { ask: ruleRunner(library), manifests: manifestsOf(policies, library) };

const runsAtOnce = 10_000;
const end = performance.now() + Number(values.minutes) * 60_000;
let [passed, failed] = [0, 0];
for (let seed = Number(values.seed); performance.now() < end; seed += 1) {
  const failures = [...fuzzRules(asked, { seed, runs: runsAtOnce })];
  for (const failure of failures) console.log(`seed ${seed}: ${describeFailure(failure)}`);
  failed += failures.length;
  passed += runsAtOnce - failures.length;
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed > 0 ? 1 : 0;
