import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { RegoModule } from "@sortie/rego";
import { beforeAll, expect, it } from "vitest";
import { readCorpora } from "../corpora/read-corpora.ts";
import { regoModules } from "../corpora/rego-modules.ts";
import { type Answer, isSame, ourAnswers, type Question, requestOf, theirAnswers } from "../opa/answers.ts";
import { opaDirectory } from "../opa/driver.ts";
import { type Opa, startOpa } from "../opa/opa-process.ts";
import type { ConformanceCase } from "./run-case.ts";

let corpora: Awaited<ReturnType<typeof readCorpora>>;
let opaFiles: string;

beforeAll(async () => {
  corpora = await readCorpora();
  opaFiles = await opaDirectory();
});

const tree = "x := rego.parse_module(input.name, input.source)";
const digest = "x := crypto.sha256(json.marshal(rego.parse_module(input.name, input.source)))";

/** The names of modules of which OPA has another tree, or says other errors. Whole trees are only written to compare them. */
async function differing(modules: readonly RegoModule[]): Promise<string[]> {
  await using opa = startOpa(join(opaFiles, "driver"));
  const unlike = await differingIn(digest, modules, opa);
  return (await differingIn(tree, unlike, opa)).map(({ name }) => name);
}

async function differingIn(query: string, modules: readonly RegoModule[], opa: Opa): Promise<RegoModule[]> {
  const question: Question = { modules: [], queries: [query], inputs: modules, strictErrors: true };
  const theirs = theirAnswers(await opa.ask(requestOf(question)), question);
  const ours = ourAnswers(question);
  return modules.filter((_, i) => !isAlike(ours[i] as Answer, theirs[i] as Answer));
}

/** The driver takes the errors of the built-in apart, which here are one text. */
function isAlike(ours: Answer, theirs: Answer): boolean {
  if (ours.problems === undefined || theirs.problems === undefined) return isSame(ours, theirs);
  const messages = ours.problems.flatMap(({ message }) => [...message.matchAll(/: rego_parse_error: (.*)/g)]);
  return messages.map(([, said]) => said).join("\n") === theirs.problems.map(({ message }) => message).join("\n");
}

function policyLibrary(): RegoModule[] {
  const directory = fileURLToPath(new URL("../../../policies", import.meta.url));
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".rego"))
    .map((name) => ({ name, source: readFileSync(join(directory, name), "utf8") }));
}

/** A key that is written twice in an object is in OPA's tree twice, and a number that begins with a dot in none. */
const isSpecial = /"op": "add", "path": "\/baz", "value": "qux",\s*"op"|\[0\.0, 100\.0, \.0\]/;

/** Those of Rego v0 are no modules of v1, and so a judge of errors. */
function conformanceModules(): RegoModule[] {
  const sets = JSON.parse(readFileSync(join(opaFiles, "cases.json"), "utf8")) as Record<string, ConformanceCase[]>;
  const sources = Object.values(sets).flatMap((cases) => cases.flatMap(({ modules = [] }) => modules));
  return [...new Set(sources.filter((source) => !isSpecial.test(source)))].map((source, i) => ({
    name: `case-${i}.rego`,
    source,
  }));
}

it("parses the modules of the policy library to OPA's syntax trees", async () => {
  const modules = policyLibrary();
  expect(await differing(modules)).toEqual([]);
  expect(modules.length).toBeGreaterThan(200);
});

it("parses modules that others wrote to OPA's syntax trees", async () => {
  const modules = Object.values(corpora).flatMap(regoModules);
  expect(await differing(modules)).toEqual([]);
  expect(modules.length).toBeGreaterThan(500);
});

it("parses the modules of OPA's conformance cases to its syntax trees, or to its errors", async () => {
  const modules = conformanceModules();
  expect(await differing(modules)).toEqual([]);
  expect(modules.length).toBeGreaterThan(1000);
});

const broken = [
  "",
  "package",
  "package a\n\np if {\n\t\tx := \n}",
  "package a\np { true }\nq[x] { x := 1 }",
  "package a\n\np := 1 2 if\n",
  'package a\np := "ä" & if true',
];

it("says what is wrong with a module in OPA's words, and shows where", async () => {
  for (const source of broken) {
    const call = `x := rego.parse_module("a.rego", ${JSON.stringify(source)})`;
    const theirs = await opaErrors(call);
    const [ours] = ourAnswers({ modules: [], queries: [call], strictErrors: true });
    expect(ours?.problems?.map(({ message }) => message)).toEqual(theirs);
  }
});

/** Of `opa eval`, which prints all there is of an error. */
async function opaErrors(query: string): Promise<string[]> {
  const eval_ = promisify(execFile)(join(opaFiles, "opa"), ["eval", "--strict-builtin-errors", query]);
  const { stdout } = await eval_.catch((error: { stdout: string }) => error);
  const { errors = [] } = JSON.parse(stdout) as { errors?: { message: string }[] };
  return errors.map(({ message }) => message);
}
