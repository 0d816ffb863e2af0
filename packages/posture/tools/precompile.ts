import { createHash } from "node:crypto";
import { compile, type Policy, serialise } from "@sortie/rego";
import type { Rule, SourceLibrary, SourceRule } from "../src/library/library.ts";
import type { Precompiled } from "../src/library/precompiled.ts";
import { readableNames } from "../src/library/readable-names.ts";
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
    reads: readsOf(library, policy),
    policy: serialise(policy, { queries }),
  };
  const text = JSON.stringify(precompiled);
  return { text, digest: createHash("sha256").update(text).digest("hex") };
}

/**
 * By what names rules read fields of the objects that a scan keeps for them: rules that join their input, and those whose
 * input is put together from several objects. Not of rules about descriptions of clouds alone, whose fields have names
 * of users.
 */
export function readsOf({ rules, lib }: Pick<SourceLibrary, "rules" | "lib">, policy: Policy): Precompiled["reads"] {
  const reads: Precompiled["reads"] = {};
  for (const rule of rules.values()) {
    const isProjected = rule.match.length > 0 && isGivenSeveral(rule, policy);
    const names = isProjected ? readableNames(rule, lib) : undefined;
    if (names !== undefined) reads[rule.name] = names;
  }
  return reads;
}

function isGivenSeveral({ name, module, resourcesAggregator }: SourceRule, policy: Policy): boolean {
  const { deny, considered } = ruleQueries(name);
  const queries = module.source.includes("considered") ? [deny, considered] : [deny];
  return resourcesAggregator !== undefined || queries.some((query) => policy.classify(query).class === "input");
}

function definitionOf({ module: _rego, ...rule }: SourceRule): Rule {
  return rule;
}
