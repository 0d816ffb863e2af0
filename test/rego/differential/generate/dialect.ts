import type { Choices } from "@sortie/rego/choices";

/** How a module is written. `hasKeywords`: `if`, `contains`, `in` and `every` are there. */
export type Dialect = {
  readonly v0: boolean;
  readonly hasKeywords: boolean;
  /** `if` and `contains` must be used. */
  readonly isStrict: boolean;
  readonly imports: readonly string[];
};

/** A dialect of a module of a policy that is read as v0 or v1. */
export function pickDialect(random: Choices, v0: boolean): Dialect {
  if (!v0) {
    const imports = random.chance(0.2) ? ["import rego.v1"] : [];
    return { v0, hasKeywords: true, isStrict: true, imports };
  }
  return random.pick([
    { v0, hasKeywords: false, isStrict: false, imports: [] },
    { v0, hasKeywords: true, isStrict: false, imports: ["import future.keywords"] },
    { v0, hasKeywords: true, isStrict: true, imports: ["import rego.v1"] },
    {
      v0,
      hasKeywords: true,
      isStrict: false,
      imports: ["contains", "every", "if", "in"].map((name) => `import future.keywords.${name}`),
    },
  ]);
}
