import { join } from "node:path";
import { expect, it } from "vitest";
import { describeCase } from "./differential/case.ts";
import { differences } from "./differential/differences.ts";
import { readCatalog } from "./differential/generate/catalog.ts";
import { opaDirectory } from "./opa/driver.ts";
import { startOpa } from "./opa/opa-process.ts";

/** `REGO_DIFFERENTIAL_RUNS` and `REGO_DIFFERENTIAL_SEED` make a run longer or different. */
const runs = Number(process.env.REGO_DIFFERENTIAL_RUNS ?? 20_000);
const firstSeed = Number(process.env.REGO_DIFFERENTIAL_SEED ?? 1);

it("evaluates generated programs as OPA does", { timeout: 600_000 }, async () => {
  const directory = await opaDirectory();
  const catalog = readCatalog(join(directory, "capabilities.json"));
  await using opa = startOpa(join(directory, "driver"));
  const tally = { compared: 0, values: 0 };
  for await (const { seed, smallest, ours, theirs } of differences({ firstSeed, runs, opa, catalog }, tally)) {
    expect(ours, `seed ${seed}\n${describeCase(smallest)}`).toEqual(theirs);
  }
  expect(tally.compared).toBeGreaterThan(runs / 2);
});
