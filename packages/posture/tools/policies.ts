// `npm run policies -- check`: everything that is wrong with policies/, one problem a line.
// `npm run policies -- classes`: which rules can be asked about objects one by one, and what joins the others' objects.
// `npm run policies -- bundle FILE`: the library with its Rego compiled, as images carry it; prints its digest.
// `npm run policies -- new C-XXXX [RULE]`: the files of a new control.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LibraryProblem } from "../src/library/library.ts";
import { placedIn, readLibrary } from "../src/library/read-library.ts";
import { checkLibrary } from "./check-library.ts";
import { drift, PublicFacts } from "./drift.ts";
import { precompile } from "./precompile.ts";
import { ruleClasses } from "./rule-classes.ts";
import { scaffold } from "./scaffold.ts";
import { readToolLine } from "./tool-line.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const policies = join(root, "policies");
const facts = join(root, "..", "shared", "oracle", "library.json");
const usage = "usage: npm run policies -- check | classes | bundle FILE | new C-XXXX [RULE]";
const line = readToolLine(process.argv.slice(2), { usage, words: 3 });
const [command, argument = "", namedRule] = line.ok ? line.words : [];

if (command === "check" && argument === "") process.exitCode = check();
else if (command === "classes" && argument === "")
  for (const line of ruleClasses(readLibrary(policies))) console.log(line);
else if (command === "bundle" && argument !== "" && namedRule === undefined) process.exitCode = bundle(argument);
else if (command === "new" && /^C-\d{4}$/.test(argument)) process.exitCode = addControl(argument);
else {
  console.log(line.ok ? usage : line.answer);
  process.exitCode = line.ok ? 2 : line.code;
}

function check(): number {
  const { problems, controls, rules, cases } = checkLibrary(policies);
  const all = problems.length === 0 ? driftProblems() : problems;
  for (const { file, message } of all) console.log(`policies/${file}: ${message}`);
  console.log(`${controls} controls, ${rules} rules, ${cases} cases: ${all.length} problems`);
  return all.length > 0 ? 1 : 0;
}

/** Facts about the public library are compared where they are at hand. */
function driftProblems(): LibraryProblem[] {
  if (!existsSync(facts)) return [];
  return placedIn(policies, drift(readLibrary(policies), PublicFacts.parse(JSON.parse(readFileSync(facts, "utf8")))));
}

/** What is wrong is not written. */
function bundle(file: string): number {
  const status = check();
  if (status !== 0) return status;
  const { text, digest } = precompile(readLibrary(policies));
  writeFileSync(file, text);
  console.log(digest);
  return 0;
}

/** A control that is there gets another rule, but only one that is named. */
function addControl(id: string): number {
  if (namedRule === undefined && existsSync(join(policies, "controls", `${id}.yaml`))) {
    console.log(`policies/controls/${id}.yaml is there already; with RULE it gets another rule`);
    return 2;
  }
  const files = scaffold(policies, id, namedRule ?? `rule-${id.toLowerCase()}`);
  console.log("fill in, in this order:");
  for (const file of [...files, "frameworks/allcontrols.yaml and the other frameworks that have it"]) {
    console.log(`  policies/${file}`);
  }
  console.log("then: npm run policies -- check");
  return 0;
}
