import {
  type CompileOptions,
  Coverage,
  compile,
  type Policy,
  RegoCompileError,
  type TraceEvent,
  withLineage,
} from "@sortie/rego";
import { commandHelp } from "../flags/help.ts";
import { type Given, RegoUsageError, readFlags } from "../flags/read-flags.ts";
import { loadBundle } from "../load/load-bundle.ts";
import { loadErrors } from "../load/load-errors.ts";
import { loadPaths } from "../load/load-paths.ts";
import { loadSchemas } from "../load/load-schemas.ts";
import { Loaded } from "../load/loaded.ts";
import { pathConflicts } from "../load/path-conflicts.ts";
import { errorsText, type OutputError, outputErrors } from "../output/errors.ts";
import { policyOptions } from "../policy-options.ts";
import type { RegoSession } from "../rego-session.ts";
import { onChanges } from "./on-changes.ts";
import { reportCoverage } from "./report-coverage.ts";
import { jsonReport, prettyReport } from "./report-tests.ts";
import { runTest, type TestResult } from "./run-tests.ts";
import { testHelp } from "./test-flags.ts";

/** Runs `sortie rego test` and returns its exit status. */
export async function testCommand(args: readonly string[], session: RegoSession): Promise<number> {
  const given = readFlags(args, testHelp.flags);
  if (given.isOn("help")) {
    session.stdout.write(commandHelp(session.program, testHelp));
    return 0;
  }
  if (given.words.length === 0) throw new RegoUsageError("specify at least one file");
  const threshold = given.number("threshold", 0);
  if (threshold < 0 || threshold > 100) throw new RegoUsageError("Code coverage threshold must be between 0 and 100");
  if (given.isGiven("sort") && given.text("format") !== "json") {
    session.stderr.write("warning: --sort is only supported with JSON format\n");
  }
  const status = loadAndRun(given, session);
  if (!given.isOn("watch")) return status;
  const announce = (): void => void session.stdout.write(`${"*".repeat(80)}\nWatching for changes ...\n`);
  await onChanges(given.words, session.interruption(), announce, () => loadAndRun(given, session));
  return 0;
}

function loadAndRun(given: Given, session: RegoSession): number {
  const loaded = load(given);
  const options = { ...policyOptions(given), ...loadSchemas(given.text("schema"), loaded) };
  const unread = loadErrors(loaded, options);
  const prepared = unread.length > 0 ? unread : prepare(given, loaded, options);
  if (!("policy" in prepared)) {
    const isLoading = prepared.some(({ json }) => json.code === undefined || json.code === "rego_parse_error");
    session.stderr.write(errorsText(prepared, isLoading ? " during loading" : ""));
    return 1;
  }
  for (let i = 1; i < given.number("count", 1); i++) {
    const status = runAll(prepared, given, loaded, session);
    if (status !== 0) return status;
  }
  return runAll(prepared, given, loaded, session);
}

function load(given: Given): Loaded {
  const loaded = new Loaded();
  const ignore = given.all("ignore");
  if (given.isOn("bundle")) for (const folder of given.words) loadBundle(folder, loaded, ignore);
  else loadPaths(given.words, loaded, { ignore, v0Compatible: given.isOn("v0-compatible") });
  return loaded;
}

type Prepared = { readonly policy: Policy; readonly traced: () => Policy };

function prepare(given: Given, { modules, data }: Loaded, checked: CompileOptions): Prepared | readonly OutputError[] {
  const options = { ...checked, print: true, tests: true };
  try {
    const trace = isCovered(given) || isTraced(given);
    const policy = compile(modules, { ...options, trace });
    const conflicts = pathConflicts(policy.rules, data);
    if (conflicts.length > 0) return conflicts;
    let again: Policy | undefined;
    return { policy, traced: () => (again ??= trace ? policy : compile(modules, { ...options, trace: true })) };
  } catch (error) {
    if (!(error instanceof RegoCompileError)) throw error;
    return outputErrors(error) ?? [];
  }
}

function isCovered(given: Given): boolean {
  return given.isOn("coverage") || given.number("threshold", 0) > 0;
}

function isVerbose(given: Given): boolean {
  return given.isOn("verbose") || given.isGiven("explain");
}

function isTraced(given: Given): boolean {
  return isVerbose(given) || given.isOn("var-values");
}

function runAll({ policy, traced }: Prepared, given: Given, { data }: Loaded, session: RegoSession): number {
  const coverage = new Coverage();
  const timeoutMs = given.milliseconds("timeout") ?? 5000;
  const observe = isCovered(given) ? coverage.add : () => {};
  const run = { policy, traced, data, timeoutMs, isTraced: isTraced(given) && !isCovered(given), observe };
  const tests = selected(policy.tests, given.text("run"));
  const results = tests
    .map((test) => runTest(test, run))
    .map((result) => ({ ...result, events: kept(result.events, given) }));
  if (isCovered(given)) {
    const shape = { threshold: given.number("threshold", 0), isVerbose: isVerbose(given) };
    return (
      reportCoverage(results, coverage.report(policy.probes), shape, session) ?? exitStatus(results, given, session)
    );
  }
  const shape = { isVerbose: isVerbose(given), variables: given.isOn("var-values") };
  session.stdout.write(
    given.text("format") === "json" ? jsonReport(inOrder(results, given)) : prettyReport(results, shape),
  );
  return exitStatus(results, given, session);
}

/** The slowest first, where that is asked for. */
function inOrder(results: readonly TestResult[], given: Given): readonly TestResult[] {
  if (given.text("sort") !== "duration") return results;
  return results.toSorted((a, b) => b.durationNs - a.durationNs);
}

function selected(tests: Policy["tests"], pattern: string | undefined): Policy["tests"] {
  if (pattern === undefined) return tests;
  let regex: RegExp;
  try {
    regex = new RegExp(pattern, "u");
  } catch (error) {
    throw new RegoUsageError(`--run is a regular expression: ${(error as Error).message}`);
  }
  return tests.filter((test) => regex.test(`${test.package}.${test.name}`));
}

/** The steps a report shows: what was asked for, otherwise notes and failures. */
function kept(events: readonly TraceEvent[], given: Given): readonly TraceEvent[] {
  const explain = given.text("explain");
  if (explain === "full" || explain === "debug") return events;
  return withLineage(events, ({ operation }) => {
    if (explain === undefined) return operation === "Note" || operation === "Fail";
    return operation === (explain === "notes" ? "Note" : "Fail");
  });
}

function exitStatus(results: readonly TestResult[], given: Given, { stderr }: RegoSession): number {
  if (results.length === 0 && given.isOn("fail-on-empty")) {
    stderr.write("no tests were run\n");
    return 1;
  }
  const passes = given.isOn("exit-zero-on-skipped") ? ["PASS", "SKIPPED"] : ["PASS"];
  return results.every(({ outcome }) => passes.includes(outcome)) ? 0 : 2;
}
