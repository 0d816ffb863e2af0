import type { Question } from "../opa/answers.ts";
import type { Corpus } from "./read-corpora.ts";
import { packagesOf, regoModules } from "./rego-modules.ts";
import { scannerBuiltins } from "./scanner-builtins.ts";

/** All of Trivy's Rego but its linter's rules, which call built-ins of the linter; each package as a whole, tests too. */
export function trivyTests(corpus: Corpus): Question {
  const modules = regoModules(corpus).filter(({ name }) => !name.startsWith(".regal/"));
  return { modules, queries: packagesOf(modules), builtins: scannerBuiltins };
}

/** The checks of Kubernetes objects over objects. */
export function trivyChecks(corpus: Corpus, objects: readonly unknown[]): Question {
  const modules = regoModules(corpus).filter(({ name }) => /^(checks\/kubernetes|lib)\/.*(?<!_test)\.rego$/.test(name));
  const checks = modules.filter(({ name }) => name.startsWith("checks/"));
  return { modules, queries: packagesOf(checks), inputs: objects, builtins: scannerBuiltins };
}
