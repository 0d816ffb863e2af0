// `npm run soak`: judges that go on for as long as they are given, each with choices of its own.
import { parseArgs } from "node:util";
import { type Counts, sum } from "./counts.ts";
import { programSoak } from "./program-soak.ts";
import { corporaSoak } from "./rego/soak/corpora-soak.ts";
import { differentialSoak } from "./rego/soak/differential-soak.ts";
import { fuzzSoak } from "./rego/soak/fuzz-soak.ts";
import { mutationsSoak } from "./rego/soak/mutations-soak.ts";
import type { Soak } from "./rego/soak/soak.ts";
import { documentsSoak } from "./storage/soak/documents-soak.ts";
import { encodingsSoak } from "./storage/soak/encodings-soak.ts";
import { publicServerSoak } from "./storage/soak/public-server-soak.ts";
import { requestsSoak } from "./storage/soak/requests-soak.ts";

const soaks: readonly Soak[] = [
  differentialSoak,
  mutationsSoak,
  corporaSoak,
  fuzzSoak,
  requestsSoak,
  encodingsSoak,
  documentsSoak,
  publicServerSoak,
  programSoak({
    name: "manifests",
    description: "manifests with a field removed, emptied or of another type: no rule of the library fails at them",
    program: "packages/posture/tools/fuzz-manifests.ts",
  }),
  programSoak({
    name: "yaml",
    description: "random and damaged manifests: what the plain reader reads is what all of YAML's rules say",
    program: "cli/src/input/plain-yaml/fuzz/main.ts",
  }),
];
const defaultMinutes = 10;

const usage = `npm run soak -- [--minutes N] [--seed S] [name …]

Runs judges one after another, all of them or those that are named:
${soaks.map(({ name, description }) => `  ${name.padEnd(14)}${description}`).join("\n")}

  --minutes N   for each judge, ${defaultMinutes} if not given
  --seed S      a number that makes a run again; random if not given
  --help        prints this

The last line is always \`N passed, N failed, N skipped\`.`;

const { values, positionals } = readLine();
const unknown = positionals.filter((name) => !soaks.some((soak) => soak.name === name));
const minutes = Number(values.minutes ?? defaultMinutes);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));

if (values.help) console.log(usage);
else if (unknown.length > 0 || !(minutes > 0) || !Number.isSafeInteger(seed)) {
  console.error(usage);
  process.exitCode = 2;
} else await runAll(soaks.filter(({ name }) => positionals.length === 0 || positionals.includes(name)));

/** A flag that is not known is a name that is not. */
function readLine() {
  try {
    const options = { minutes: { type: "string" }, seed: { type: "string" }, help: { type: "boolean" } } as const;
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { values: { help: undefined, minutes: undefined, seed: undefined }, positionals: [error.message] };
  }
}

async function runAll(chosen: readonly Soak[]): Promise<void> {
  const totals: Counts[] = [];
  for (const soak of chosen) {
    console.log(`== ${soak.name}: ${minutes} minutes, seed ${seed}`);
    const counts = await soak.run({ seed, minutes, print: console.log });
    totals.push(counts);
    console.log(`== ${soak.name}: ${counts.passed} passed, ${counts.failed} failed`);
  }
  const { passed, failed, skipped } = sum(totals);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
