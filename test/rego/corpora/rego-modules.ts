import type { RegoModule } from "@sortie/rego";
import type { Corpus } from "./read-corpora.ts";

/** Which is another answer every day. */
export function asksTheNetwork(source: string): boolean {
  return /\b(http\.send|net\.lookup_ip_addr)\(/.test(source);
}

export function regoModules(corpus: Corpus): RegoModule[] {
  return Object.entries(corpus)
    .filter(([name, source]) => name.endsWith(".rego") && !asksTheNetwork(source))
    .map(([name, source]) => ({ name, source }));
}

/** Queries for the packages of modules, each package whole. */
export function packagesOf(modules: readonly RegoModule[]): string[] {
  const packages = modules.flatMap(({ source }) => /^\s*package\s+(\S+)/m.exec(source)?.[1] ?? []);
  return [...new Set(packages)].toSorted().map((path) => `x := data.${path}`);
}
