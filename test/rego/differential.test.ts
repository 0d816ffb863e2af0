import { join } from "node:path";
import { expect, it } from "vitest";
import { answersTo, type Case, isComparable, shrink } from "./differential/compare.ts";
import { generateInput } from "./differential/generate-input.ts";
import { generateProgram, programText } from "./differential/generate-program.ts";
import { startOpa } from "./differential/opa-process.ts";
import { Random } from "./differential/random.ts";
import { opaDirectory } from "./opa/driver.ts";

/** `REGO_DIFFERENTIAL_RUNS` and `REGO_DIFFERENTIAL_SEED` make a run longer or different. */
const runs = Number(process.env.REGO_DIFFERENTIAL_RUNS ?? 2000);
const firstSeed = Number(process.env.REGO_DIFFERENTIAL_SEED ?? 1);
const data = { base: { x: 1, list: [1, "a", { k: [2] }] } };

it("evaluates generated programs as OPA does", { timeout: 600_000 }, async () => {
  await using opa = startOpa(join(await opaDirectory(), "driver"));
  let compared = 0;
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    const random = new Random(seed);
    const test: Case = { program: generateProgram(random), input: generateInput(random), data };
    const answers = await answersTo(test, opa.ask);
    if (!isComparable(answers)) continue;
    compared += 1;
    if (answers.ours === answers.theirs) continue;
    const smallest = await shrink(test, opa.ask);
    const { ours, theirs } = await answersTo(smallest, opa.ask);
    const context = `seed ${seed}\n${programText(smallest.program)}\ninput: ${JSON.stringify(test.input)}`;
    expect(ours, context).toEqual(theirs);
  }
  expect(compared).toBeGreaterThan(runs / 2);
});
