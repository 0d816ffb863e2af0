import { join } from "node:path";
import { describeCase } from "../differential/case.ts";
import { differences } from "../differential/differences.ts";
import { readCatalog } from "../differential/generate/catalog.ts";
import { opaDirectory } from "../opa/driver.ts";
import { startOpa } from "../opa/opa-process.ts";
import { endOf, type Soak } from "./soak.ts";

const atOnce = 1000;

export const differentialSoak: Soak = {
  name: "differential",
  description: "generated programs, evaluated as OPA evaluates them",
  run: async (options) => {
    const end = endOf(options);
    const directory = await opaDirectory();
    const catalog = readCatalog(join(directory, "capabilities.json"));
    await using opa = startOpa(join(directory, "driver"));
    const tally = { compared: 0, values: 0 };
    let failed = 0;
    for (let firstSeed = options.seed; performance.now() < end; firstSeed += atOnce) {
      for await (const found of differences({ firstSeed, runs: atOnce, opa, catalog }, tally)) {
        failed += 1;
        options.print(`seed ${found.seed}\n${describeCase(found.smallest)}`);
        options.print(`ours:   ${JSON.stringify(found.ours)}\ntheirs: ${JSON.stringify(found.theirs)}\n`);
      }
    }
    return { passed: tally.compared - failed, failed, skipped: 0 };
  },
};
