// `npm run oracle [-- FILE]`: compares our rules' answers with recorded ones of the public rule library.
// The last line is `agree/total` over all cases of the file (docs/reference/control-library.md, "Agreement").
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { RegoCompileError } from "@sortie/rego";
import { parse } from "yaml";
import { z } from "zod";
import { LibraryError } from "../src/library/library.ts";
import { readLibrary } from "../src/library/read-library.ts";
import { judgeCase } from "./agreement.ts";
import { readOracleCases } from "./oracle-case.ts";
import { describeResults } from "./oracle-report.ts";
import { ruleRunner } from "./rule-runner.ts";
import { readToolLine } from "./tool-line.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const policies = join(root, "policies");
const recorded = join(root, "..", "shared", "oracle", "rule-cases.ndjson.gz");
const line = readToolLine(process.argv.slice(2), { usage: "usage: npm run oracle [-- FILE]", words: 1 });
const given = line.ok ? line.words[0] : undefined;
const file = given ?? recorded;

if (!line.ok) {
  console.log(line.answer);
  process.exitCode = line.code;
} else if (existsSync(file)) process.exitCode = tryToCompare();
else {
  console.log(`${shown(file)} is not here${given === undefined ? ": the comparison is skipped" : ""}`);
  process.exitCode = given === undefined ? 0 : 2;
}

/** A library that is broken is not compared: its errors are all there is to say. */
function tryToCompare(): number {
  try {
    return compare();
  } catch (err) {
    if (!(err instanceof LibraryError || err instanceof RegoCompileError)) throw err;
    console.log(err.message);
    return 1;
  }
}

function compare(): number {
  const { cases, badLines } = readOracleCases(file);
  const library = readLibrary(policies);
  const ask = ruleRunner(library);
  const results = cases.map((oracleCase) => judgeCase(oracleCase, library, ask));
  for (const line of badLines) console.log(line);
  for (const line of describeResults(results, library)) console.log(line);
  const agreeing = results.filter(({ differences }) => differences.length === 0).length;
  const floor = given === undefined ? readFloor() : 0;
  if (agreeing < floor) console.log(`below the floor of policies/oracle-floor.yaml: ${agreeing} < ${floor}`);
  console.log(`${agreeing}/${results.length + badLines.length}`);
  return agreeing < floor || badLines.length > 0 ? 1 : 0;
}

/** The floor is about the recorded file alone: another one has other cases. */
function readFloor(): number {
  const Floor = z.strictObject({ agreeing: z.int().nonnegative() });
  return Floor.parse(parse(readFileSync(join(policies, "oracle-floor.yaml"), "utf8"))).agreeing;
}

function shown(path: string): string {
  return relative(process.cwd(), path);
}
