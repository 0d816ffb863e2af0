import { join } from "node:path";
import { expect, it } from "vitest";
import { opaDirectory } from "./opa/driver.ts";
import { startOpa } from "./opa/opa-process.ts";

it("names the policy for which OPA has no memory, and asks it nothing more", { timeout: 120_000 }, async () => {
  await using opa = startOpa(join(await opaDirectory(), "driver"));
  const small = opa.ask({ modules: {}, queries: ["x := 1"] });
  const large = opa.ask({ modules: {}, queries: ["x := numbers.range(1, 1000000000)"] });
  const behind = opa.ask({ modules: {}, queries: ["x := 2"] });
  // Go has different words for it, by what it wanted the memory for.
  const ended =
    /^the driver ended with code 2: .*(?:out of|cannot allocate) memory.*\nat .*numbers\.range\(1, 1000000000/;
  await Promise.all([expect(large).rejects.toThrow(ended), expect(behind).rejects.toThrow(ended)]);
  expect(await small).toContain('{\\"x\\":1}');
  await expect(opa.ask({ modules: {}, queries: ["x := 3"] })).rejects.toThrow(ended);
});
