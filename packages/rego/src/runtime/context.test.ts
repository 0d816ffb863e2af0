import { expect, it } from "vitest";
import { compile } from "../compile.ts";

it("charges for what a `with` copies, which grows with the policy", () => {
  const rules = Array.from({ length: 640 }, (_, i) => `r${i} := ${i}`).join("\n");
  const source = `package t\n${rules}\nfound := count([1 | some i in numbers.range(1, 2000); r5 with input as i])`;
  const query = compile([{ name: "t.rego", source }]).prepare("data.t.found");
  expect(query.evaluate({ limits: { steps: 50_000 } })).toBe(2000);
  expect(() => query.evaluate({ limits: { steps: 15_000 } })).toThrow("limit reached: steps");
});
