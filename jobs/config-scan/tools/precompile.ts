import { createHash } from "node:crypto";
import { compile, serialise } from "@sortie/rego";
import type { Rule, SourceLibrary, SourceRule } from "../src/library/library.ts";
import type { Precompiled } from "../src/library/precompiled.ts";
import { ruleQueries } from "../src/library/rule-queries.ts";

/**
 * The library as the file that an image carries, and the digest by which its program knows the file. The same library
 * gives the same bytes.
 *
 * @throws RegoCompileError for a rule that does not compile.
 */
export function precompile(library: SourceLibrary): { text: string; digest: string } {
  const { lib, rules, ...definitions } = library;
  const all = [...rules.values()];
  const policy = compile([...lib, ...all.map(({ module }) => module)]);
  const queries = all.flatMap(({ name, module }) => {
    const { deny, considered, both } = ruleQueries(name);
    return module.source.includes("considered") ? [deny, considered, both] : [deny];
  });
  const precompiled: Precompiled = {
    ...definitions,
    rules: all.map(definitionOf),
    policy: serialise(policy, { queries }),
  };
  const text = JSON.stringify(precompiled);
  return { text, digest: createHash("sha256").update(text).digest("hex") };
}

function definitionOf({ module: _rego, ...rule }: SourceRule): Rule {
  return rule;
}
