import type { Choices } from "@sortie/rego/choices";
import type { Case } from "../case.ts";
import { code, list, type Syntax, verbatim } from "../syntax.ts";
import { makeBody } from "./bodies.ts";
import { makeBuiltinRules } from "./builtin-rules.ts";
import type { Catalog } from "./catalog.ts";
import { pickDialect } from "./dialect.ts";
import { generateData, generateInput } from "./documents.ts";
import type { Maker } from "./maker.ts";
import { makeMistake } from "./mistakes.ts";
import { makeRule } from "./rules.ts";
import { makeTerm } from "./terms.ts";

/** A policy of one to three modules with documents to evaluate it over, all chosen by `random`. */
export function generateCase(random: Choices, catalog: Catalog): Case {
  const v0 = random.chance(0.25);
  const isAboutBuiltins = random.chance(0.2);
  const documents = {
    v0,
    strictErrors: isAboutBuiltins && random.chance(0.4),
    inputs: random.list(1, 2, () => generateInput(random)),
    data: generateData(random),
  };
  if (isAboutBuiltins) return makeBuiltinRules(random, catalog, documents);
  const shared = { random, catalog, rules: [], fresh: counter(), parts: { term: makeTerm, body: makeBody } };
  const packages = [["test"], ...(random.chance(0.3) ? [random.pick([["test", "sub"], ["other"], ["test"]])] : [])];
  const names = counter("r");
  const modules = packages.map((path) =>
    makeModule({ ...shared, dialect: pickDialect(random, v0), path, mayRange: true, aliases: [] }, names),
  );
  return {
    ...documents,
    modules: random.chance(0.06) ? modules.map((module) => makeMistake(random, module)) : modules,
  };
}

function counter(prefix = "v"): () => string {
  let count = 0;
  return () => `${prefix}${count++}`;
}

function makeModule(maker: Maker, names: () => string): Syntax {
  const { random, dialect, rules } = maker;
  const isFirst = rules.length === 0;
  const aliases = [
    ...(random.chance(0.2) ? [{ name: "doc", path: ["input", "object"], text: "import input.object as doc" }] : []),
    ...(random.chance(0.1) ? [{ name: "nested", path: ["input", "nested"], text: "import input.nested" }] : []),
    ...(isFirst ? [] : [{ name: "first", path: ["data", "test"], text: "import data.test as first" }]),
  ];
  const imports = [...dialect.imports, ...aliases.map(({ text }) => text)];
  const made = random.list(1, 4, () => makeRule({ ...maker, aliases }, names()));
  const head = list(imports.map(verbatim), "\n");
  return code`package ${maker.path.join(".")}\n\n${head}\n\n${list(made, "\n\n")}\n`;
}
