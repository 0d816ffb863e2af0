// `npm run soak`: judges that go on for as long as they are given, each with choices of its own.
import { type Counts, sum } from "./counts.ts";
import { programSoak } from "./program-soak.ts";
import { corporaSoak } from "./rego/soak/corpora-soak.ts";
import { differentialSoak } from "./rego/soak/differential-soak.ts";
import { fuzzSoak } from "./rego/soak/fuzz-soak.ts";
import { mutationsSoak } from "./rego/soak/mutations-soak.ts";
import type { Soak } from "./rego/soak/soak.ts";
import { defaultMinutes, readSoakLine } from "./soak-line.ts";
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

const usage = `npm run soak -- [--minutes N] [--seed S] [name …]

Runs judges one after another, all of them or those that are named:
${soaks.map(({ name, description }) => `  ${name.padEnd(14)}${description}`).join("\n")}

  --minutes N   for each judge, ${defaultMinutes} if not given
  --seed S      a number that makes a run again; random if not given
  --help        prints this

The last line is always \`N passed, N failed, N skipped\`.`;

const line = readSoakLine(
  process.argv.slice(2),
  soaks.map(({ name }) => name),
);

if (line.ok) await runAll(line);
else {
  if (line.code === 0) console.log(usage);
  else console.error(`${line.reason}\n\n${usage}`);
  process.exitCode = line.code;
}

async function runAll({ judges, minutes, seed }: Extract<typeof line, { ok: true }>): Promise<void> {
  const totals: Counts[] = [];
  for (const soak of soaks.filter(({ name }) => judges.includes(name))) {
    console.log(`== ${soak.name}: ${minutes} minutes, seed ${seed}`);
    const counts = await soak.run({ seed, minutes, print: console.log });
    totals.push(counts);
    console.log(`== ${soak.name}: ${counts.passed} passed, ${counts.failed} failed`);
  }
  const { passed, failed, skipped } = sum(totals);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
