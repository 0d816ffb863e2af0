import { RegoCompileError } from "@sortie/rego";
import { LibraryError, type LibraryProblem, type Rule, type SourceLibrary } from "../src/library/library.ts";
import type { FieldProblem } from "../src/library/read-definition.ts";
import { placedIn, readLibrary } from "../src/library/read-library.ts";
import { historyNames } from "../src/objects/without-history.ts";
import { differencesOfCase, type RuleCase, readRuleCases } from "./rule-case.ts";
import { ruleRunner } from "./rule-runner.ts";

/** Everything that is wrong with a library, and how much of it there is. */
export type Checked = { problems: LibraryProblem[]; controls: number; rules: number; cases: number };

/** Checks a control library's folder: every file, every reference, every line of Rego, every case. */
export function checkLibrary(policies: string): Checked {
  const library = tryToRead(policies);
  if (Array.isArray(library)) return { problems: library, controls: 0, rules: 0, cases: 0 };
  const { cases, problems } = readAllCases(policies, library);
  const answered = casesProblems(policies, library, cases);
  return {
    problems: [...structureProblems(policies, library), ...problems, ...answered],
    controls: library.controls.length,
    rules: library.rules.size,
    cases: cases.reduce((sum, one) => sum + one.cases.length, 0),
  };
}

function tryToRead(policies: string): SourceLibrary | LibraryProblem[] {
  try {
    return readLibrary(policies);
  } catch (err) {
    if (err instanceof LibraryError) return err.problems;
    throw err;
  }
}

/** What no schema sees: names of files and packages, orders, and parts that nothing uses. */
function structureProblems(policies: string, library: SourceLibrary): LibraryProblem[] {
  return [
    ...placedIn(policies, [...frameworkProblems(library), ...exceptionProblems(library)]),
    ...packageProblems(library),
    ...unusedParts(library),
    ...unseenParts(library),
  ];
}

function exceptionProblems({ exceptions, controls }: SourceLibrary): FieldProblem[] {
  const known = new Set(controls.map(({ id }) => id));
  return exceptions.flatMap(({ controls: named = [] }, i) =>
    named.flatMap((id, j) =>
      known.has(id)
        ? []
        : [{ file: "exceptions.yaml", field: [i, "controls", j], message: `there is no control ${id}` }],
    ),
  );
}

/** Rego about parts of objects that a scan drops would never see them. */
function unseenParts({ rules, lib }: SourceLibrary): LibraryProblem[] {
  return [...lib, ...[...rules.values()].map(({ module }) => module)].flatMap(({ name, source }) =>
    historyNames
      .filter((part) => source.includes(part))
      .map((part) => ({
        file: `${name}:${source.slice(0, source.indexOf(part)).split("\n").length}`,
        message: `reads ${part}, which objects of a scan do not have`,
      })),
  );
}

function frameworkProblems({ controls, frameworks }: SourceLibrary): FieldProblem[] {
  const everything = frameworks.find(({ name }) => name === "AllControls")?.controls ?? [];
  const ids = controls.map(({ id }) => id);
  const at = ids.findIndex((id, index) => everything[index] !== id);
  const index = at === -1 ? ids.length : at;
  const wrong = ids[index] ?? everything[index];
  if (wrong === undefined) return [];
  const message = `is not every control in order of ids, from ${wrong} on`;
  return [{ file: "frameworks/allcontrols.yaml", field: ["controls", index], message }];
}

function packageProblems({ rules, lib }: SourceLibrary): LibraryProblem[] {
  const wanted = [
    ...[...rules.values()].map(({ name, module }) => ({ module, path: `sortie.rules[${JSON.stringify(name)}]` })),
    ...lib.map((module) => ({ module, path: `sortie.lib.${libName(module.name)}` })),
  ];
  return wanted
    .filter(({ module, path }) => !module.source.split("\n").includes(`package ${path}`))
    .map(({ module, path }) => ({ file: module.name, message: `is not of the package ${path}` }));
}

function unusedParts({ controls, rules, lib }: SourceLibrary): LibraryProblem[] {
  const usedRules = new Set(controls.flatMap((control) => control.rules));
  const sources = [...rules.values(), ...lib.map((module) => ({ module }))].map(({ module }) => module.source);
  return [
    ...[...rules.keys()]
      .filter((name) => !usedRules.has(name))
      .map((name) => ({ file: `rules/${name}`, message: "is a rule of no control" })),
    ...lib
      .filter(({ name }) => !sources.some((source) => source.includes(`import data.sortie.lib.${libName(name)}\n`)))
      .map(({ name }) => ({ file: name, message: "is imported by no rule" })),
  ];
}

function libName(file: string): string {
  return file.replace(/^lib\//, "").replace(/\.rego$/, "");
}

type CasesOfRule = { rule: Rule; cases: RuleCase[] };

function readAllCases(policies: string, library: SourceLibrary): { cases: CasesOfRule[]; problems: LibraryProblem[] } {
  const cases: CasesOfRule[] = [];
  const problems: LibraryProblem[] = [];
  for (const rule of library.rules.values()) {
    const read = readRuleCases(policies, rule);
    if ("problems" in read) problems.push(...read.problems);
    else cases.push({ rule, cases: read.cases });
  }
  return { cases, problems };
}

/** Rego that does not compile, or else what rules answer other than their cases say. */
function casesProblems(policies: string, library: SourceLibrary, all: CasesOfRule[]): LibraryProblem[] {
  try {
    const ask = ruleRunner(library);
    const problems = all.flatMap(({ rule, cases }) => cases.flatMap((one, at) => caseProblems(rule, { one, at }, ask)));
    return placedIn(policies, problems);
  } catch (err) {
    if (!(err instanceof RegoCompileError)) throw err;
    return err.errors.map(({ code, message, location: { file, row, col } }) => ({
      file: `${file}:${row}:${col}`,
      message: `${code}: ${message}`,
    }));
  }
}

type NumberedCase = { one: RuleCase; at: number };

function caseProblems(rule: Rule, { one, at }: NumberedCase, ask: ReturnType<typeof ruleRunner>): FieldProblem[] {
  const file = `rules/${rule.name}/cases.yaml`;
  const lines = differencesOfCase(one, ask(rule, one));
  return lines.map((line) => ({ file, field: [at], message: `${one.case}: ${line}` }));
}
