// `npm run soak -- yaml` runs this for its minutes: reads random and damaged manifests with both readers, the same ones for
// the same seed. The last line is `N passed, N failed, 0 skipped`; documents that only the full reader reads do not count.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runYamlFuzz } from "./run-yaml-fuzz.ts";

const options = { seed: { type: "string", default: "1" }, minutes: { type: "string", default: "1" } } as const;
const { values } = parseArgs({ options });
const repository = join(import.meta.dirname, "../../../../..");
const runsAtOnce = 1000;
/** Long ones take long to read, and say little more. */
const mostCharacters = 3000;

const texts = globSync("{policies,examples,charts}/**/*.yaml", { cwd: repository })
  .map((file) => readFileSync(join(repository, file), "utf8"))
  .filter(({ length }) => length <= mostCharacters);
const end = performance.now() + Number(values.minutes) * 60_000;
let [passed, failed] = [0, 0];
for (let seed = Number(values.seed); performance.now() < end; seed += runsAtOnce) {
  const { read, difference } = runYamlFuzz({ seed, runs: runsAtOnce, texts });
  passed += read;
  if (difference === undefined) continue;
  passed -= 1;
  failed += 1;
  process.stdout.write(`seed ${difference.seed}: ${JSON.stringify(difference)}\n`);
}
process.stdout.write(`${passed} passed, ${failed} failed, 0 skipped\n`);
process.exitCode = failed > 0 ? 1 : 0;
