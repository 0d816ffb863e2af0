import { printTrace } from "@sortie/rego";
import { durationText } from "../output/duration-text.ts";
import type { OutputError } from "../output/errors.ts";
import { goJson } from "../output/json.ts";
import type { TestResult } from "./run-tests.ts";
import { type CaseResult, everyCase, jsonCases } from "./test-cases.ts";

const rule = `${"-".repeat(80)}\n`;

/** The results as OPA's JSON report has them. */
export function jsonReport(results: readonly TestResult[]): string {
  return goJson(
    results.map(({ test, outcome, durationNs, error, output, cases }) => ({
      location: test.location,
      package: test.package,
      name: test.name,
      fail: outcome === "FAIL" ? true : undefined,
      error: error === undefined ? undefined : inErrorOrder(error.json),
      skip: outcome === "SKIPPED" ? true : undefined,
      duration: durationNs,
      output: output === "" ? undefined : Buffer.from(output).toString("base64"),
      sub_results: jsonCases(cases),
    })),
  );
}

function inErrorOrder({ code, message, location, stack_trace }: OutputError["json"]): unknown {
  return { code, message, location, stack_trace };
}

type Shape = { readonly isVerbose: boolean; readonly variables: boolean };

/** The results for people: what did not pass, or all of them; failures in detail; how many of each. */
export function prettyReport(results: readonly TestResult[], { isVerbose, variables }: Shape): string {
  const out: string[] = [];
  const shown = results.filter(({ outcome }) => isVerbose || outcome !== "PASS");
  for (const [i, result] of shown.entries()) {
    const last = shown[i - 1]?.test.location.file;
    if (last !== undefined && last !== result.test.location.file) out.push("\n");
    out.push(describe(result, isVerbose));
  }
  const failures = results.filter(({ outcome }) => outcome === "FAIL");
  if (failures.length > 0 && (isVerbose || variables)) {
    out.push(`${rule}FAILURES\n${rule}`, ...failures.map((failure) => detail(failure, variables)));
  }
  if (shown.length > 0) out.push(rule);
  return out.join("") + totals(results);
}

function describe(result: TestResult, isVerbose: boolean): string {
  const { test, error, output, cases } = result;
  const { file, row } = test.location;
  const parts = [`${file}:${row}:\n`, `${headline(result)}\n`];
  for (const { result: each, depth } of everyCase(cases)) {
    if (each.isFailed || isVerbose) parts.push(`  ${"  ".repeat(depth)}${caseLine(each)}\n`);
  }
  if (output !== "") parts.push(`\n${indented(`${output.trim()}\n`, 2)}\n`);
  if (error !== undefined) {
    parts.push(`  ${error.line}\n`);
    if (error.traceback.length > 0) parts.push("  Traceback:\n");
    parts.push(...error.traceback.map((frame) => `    ${frame}\n`));
  }
  return parts.join("");
}

function headline({ test, outcome, durationNs }: TestResult): string {
  const duration = outcome === "SKIPPED" ? "" : ` (${durationText(durationNs)})`;
  return `${test.package}.${test.name}: ${outcome}${duration}`;
}

function caseLine({ name, isFailed }: CaseResult): string {
  return `${name}: ${isFailed ? "FAIL" : "PASS"}`;
}

function detail(result: TestResult, variables: boolean): string {
  const failed = everyCase(result.cases).filter(({ result: { isFailed, cases } }) => isFailed && cases.length === 0);
  const lines = failed.map(({ result: each }) => `  ${caseLine(each)}\n`).join("");
  return `${headline(result)}\n\n${indented(printTrace(result.events, { variables }), 2)}\n${lines === "" ? "" : `${lines}\n`}`;
}

function indented(text: string, width: number): string {
  return text.replaceAll(/^(?=.)/gm, " ".repeat(width));
}

/** Of a test with cases each case counts. */
function totals(results: readonly TestResult[]): string {
  const counts = { PASS: 0, FAIL: 0, SKIPPED: 0, ERROR: 0 };
  for (const { outcome, cases } of results) {
    const leaves = everyCase(cases).filter(({ result }) => result.cases.length === 0);
    if (leaves.length === 0) counts[outcome] += 1;
    for (const { result } of leaves) counts[result.isFailed ? "FAIL" : "PASS"] += 1;
  }
  const total = counts.PASS + counts.FAIL + counts.SKIPPED + counts.ERROR;
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${outcome}: ${count}/${total}\n`)
    .join("");
}
