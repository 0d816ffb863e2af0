import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RegoModule } from "@sortie/rego";

/** One question to an engine: all rules of a group at once, or one rule. */
export type BenchQuery = { readonly name: string; readonly query: string };

/** What an engine is given, as a file. `input` and `modulesFolder` are paths. */
export type BenchJob = {
  readonly modules: readonly RegoModule[];
  /** The same modules and `data` as files, which is how OPA's command reads them. */
  readonly modulesFolder: string;
  readonly data: unknown;
  readonly input: string;
  readonly queries: readonly BenchQuery[];
};

/** The verdicts of several rules as one object, by rule. */
export function verdictsOf(rules: readonly string[]): string {
  const members = rules.map((name) => `${JSON.stringify(name)}: ${verdictsOfRule(name)}`);
  // One a line: regorus reads no line of more than 1,024 columns.
  return `{\n${members.join(",\n")}\n}`;
}

function verdictsOfRule(name: string): string {
  return `data.bench.verdicts(data.sortie.rules[${JSON.stringify(name)}].deny)`;
}

/** Writes the modules where OPA's command finds them and returns their folder. */
export function writeModules(folder: string, modules: readonly RegoModule[], data: unknown): string {
  const target = join(folder, "modules");
  mkdirSync(target, { recursive: true });
  for (const [i, { source }] of modules.entries()) writeFileSync(join(target, `module-${i}.rego`), source);
  writeFileSync(join(target, "data.json"), JSON.stringify(data));
  return target;
}
