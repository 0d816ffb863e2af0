import { runFuzz } from "@sortie/rego/fuzz";
import { readCorpora } from "../corpora/read-corpora.ts";
import { regoModules } from "../corpora/rego-modules.ts";
import { endOf, type Soak } from "./soak.ts";

const atOnce = 500;

export const fuzzSoak: Soak = {
  name: "fuzz",
  description: "random and mutated sources: read without internal errors, and printed so that they read the same",
  run: async (options) => {
    const end = endOf(options);
    const corpora = await readCorpora();
    const sources = Object.values(corpora).flatMap((corpus) => regoModules(corpus).map(({ source }) => source));
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (let { seed } = options; performance.now() < end; seed += atOnce) {
      const found = runFuzz({ seed, runs: atOnce, sources });
      counts.passed += found === undefined ? atOnce : found.seed - seed;
      if (found === undefined) continue;
      counts.failed += 1;
      options.print(`seed ${found.seed}: ${found.problem}\n${found.source}\n`);
    }
    return counts;
  },
};
