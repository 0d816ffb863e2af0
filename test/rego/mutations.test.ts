import { join } from "node:path";
import { expect, it } from "vitest";
import { type Disagreement, disagreements, readOriginals } from "./differential/mutations.ts";
import { opaDirectory } from "./opa/driver.ts";
import { startOpa } from "./opa/opa-process.ts";

const runs = 4000;

it("accepts of damaged modules those that OPA accepts, and blames the same lines of others", {
  timeout: 120_000,
}, async () => {
  const directory = await opaDirectory();
  const originals = readOriginals(join(directory, "cases.json"));
  await using opa = startOpa(join(directory, "driver"));
  const tally = { accepted: 0 };
  const found: Disagreement[] = [];
  for await (const each of disagreements({ firstSeed: 1, runs, opa, originals }, tally)) found.push(each);
  expect(found).toEqual([]);
  expect(tally.accepted).toBeGreaterThan(runs / 10);
});
