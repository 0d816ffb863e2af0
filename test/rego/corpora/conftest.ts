import { parseAllDocuments } from "yaml";
import type { Question } from "../opa/answers.ts";
import type { Corpus } from "./read-corpora.ts";
import { packagesOf, regoModules } from "./rego-modules.ts";

/**
 * Every folder of policies as Rego of both versions, over the YAML and JSON files beside it and over objects. Policies that
 * call conftest's own built-ins do not compile, here as there.
 */
export function conftestExamples(corpus: Corpus, objects: readonly unknown[]): Question[] {
  const modules = regoModules(corpus);
  const folders = new Set(modules.map(({ name }) => folderOf(name)));
  return [...folders].flatMap((folder) => {
    const own = modules.filter(({ name }) => folderOf(name) === folder);
    const inputs = [...filesAround(corpus, folder), ...objects];
    return [true, false].map((v0) => ({ modules: own, queries: packagesOf(own), inputs, v0 }));
  });
}

function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf("/"));
}

function filesAround(corpus: Corpus, folder: string): unknown[] {
  const outer = folderOf(folder);
  const names = Object.keys(corpus).filter((name) => folderOf(name) === outer && /\.(ya?ml|json)$/.test(name));
  return names
    .flatMap((name) => parseAllDocuments(corpus[name] ?? "", { logLevel: "silent" }))
    .flatMap((document) => ("empty" in document || document.errors.length > 0 ? [] : [document.toJS() as unknown]));
}
