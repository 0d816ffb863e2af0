// `npm run bench -- NAME [--help]`: programs that measure, as opposed to test. Figures go to docs/benchmarks.md by hand.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { clusterBench } from "./cluster.ts";
import { configScanBench } from "./config-scan.ts";
import { firstResult } from "./first-result.ts";
import { regoBench } from "./rego.ts";
import { storageBench } from "./storage.ts";
import { isWrongOption } from "./wrong-option.ts";

const benches: Record<string, () => Promise<void> | void> = {
  "first-result": firstResult,
  cluster: clusterBench,
  "config-scan": configScanBench,
  rego: regoBench,
  storage: storageBench,
};

const [name = "", ...options] = process.argv.slice(2);
const bench = benches[name];
const usage = `usage: npm run bench -- ${Object.keys(benches).join(" | ")} [--help]`;
if (name === "--help") console.log(usage);
else if (!bench) refuse(usage);
else if (options.includes("--help")) console.log(helpOf(name));
else {
  try {
    await bench();
  } catch (error) {
    if (!isWrongOption(error)) throw error;
    refuse(`${error.message}\n\n${helpOf(name)}`);
  }
}

/** What stands at the head of a bench's file. */
function helpOf(bench: string): string {
  const lines = readFileSync(join(import.meta.dirname, `${bench}.ts`), "utf8").split("\n");
  const end = lines.findIndex((line) => !line.startsWith("//"));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^\/\/ ?/, ""))
    .join("\n");
}

function refuse(why: string): void {
  console.error(why);
  process.exitCode = 2;
}
