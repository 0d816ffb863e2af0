// `npm run bench -- NAME`: programs that measure, as opposed to test. Figures go to docs/benchmarks.md by hand.
import { clusterBench } from "./cluster.ts";
import { firstResult } from "./first-result.ts";
import { regoBench } from "./rego.ts";

const benches: Record<string, () => Promise<void> | void> = {
  "first-result": firstResult,
  cluster: clusterBench,
  rego: regoBench,
};

const bench = benches[process.argv[2] ?? ""];
if (bench) await bench();
else {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join(" | ")}`);
  process.exitCode = 2;
}
