// `npm run bench -- NAME`: programs that measure, as opposed to test. Figures go to docs/benchmarks.md by hand.
import { clusterBench } from "./cluster.ts";
import { configScanBench } from "./config-scan.ts";
import { firstResult } from "./first-result.ts";
import { regoBench } from "./rego.ts";
import { storageBench } from "./storage.ts";

const benches: Record<string, () => Promise<void> | void> = {
  "first-result": firstResult,
  cluster: clusterBench,
  "config-scan": configScanBench,
  rego: regoBench,
  storage: storageBench,
};

const bench = benches[process.argv[2] ?? ""];
if (bench) await bench();
else {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join(" | ")}`);
  process.exitCode = 2;
}
