import { join } from "node:path";
import { disagreements, readOriginals } from "../differential/mutations.ts";
import { opaDirectory } from "../opa/driver.ts";
import { startOpa } from "../opa/opa-process.ts";
import { endOf, type Soak } from "./soak.ts";

const atOnce = 1000;

export const mutationsSoak: Soak = {
  name: "mutations",
  description: "modules with a token or two changed: accepted where OPA accepts them, with errors in the same lines",
  run: async (options) => {
    const end = endOf(options);
    const directory = await opaDirectory();
    const originals = readOriginals(join(directory, "cases.json"));
    await using opa = startOpa(join(directory, "driver"));
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (let firstSeed = options.seed; performance.now() < end; firstSeed += atOnce) {
      let failed = 0;
      for await (const found of disagreements({ firstSeed, runs: atOnce, opa, originals }, { accepted: 0 })) {
        failed += 1;
        options.print(`seed ${found.seed}\n${found.source}\nours:   ${found.ours}\ntheirs: ${found.theirs}\n`);
      }
      counts.passed += atOnce - failed;
      counts.failed += failed;
    }
    return counts;
  },
};
