import { define, fail } from "./define.ts";

/** Answered when a rule is compiled; a query is no rule. */
export const metadata = ["rego.metadata.chain", "rego.metadata.rule"].map((name) =>
  define(name, [], () => fail(`the ${name} function must only be called within the scope of a rule`)),
);
