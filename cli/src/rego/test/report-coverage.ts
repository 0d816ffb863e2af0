import type { CoverageReport } from "@sortie/rego";
import { errorsText } from "../output/errors.ts";
import { goJson, sortedMembers } from "../output/json.ts";
import type { RegoSession } from "../rego-session.ts";
import { prettyReport } from "./report-tests.ts";
import type { TestResult } from "./run-tests.ts";

type Shape = { readonly threshold: number; readonly isVerbose: boolean };

/**
 * Reports coverage, or what kept it from being known: a test that failed, or too little of it. Returns the exit status
 * of the latter; undefined where coverage is as wanted.
 */
export function reportCoverage(
  results: readonly TestResult[],
  report: CoverageReport,
  { threshold, isVerbose }: Shape,
  { stdout, stderr }: RegoSession,
): number | undefined {
  const broken = results.find(({ error }) => error !== undefined);
  if (broken?.error !== undefined) {
    stderr.write(errorsText([broken.error]));
    return 1;
  }
  const failures = results.filter(({ outcome }) => outcome === "FAIL");
  if (failures.length > 0) {
    stdout.write(prettyReport(failures, { isVerbose, variables: false }));
    return 1;
  }
  if (report.coverage < threshold) {
    const missed = isVerbose ? missedLines(report) : "";
    const [got, wanted] = [report.coverage.toFixed(2), threshold.toFixed(2)];
    stderr.write(`Code coverage threshold not met: got ${got} instead of ${wanted}${missed}\n`);
    return 2;
  }
  stdout.write(goJson({ ...report, files: sortedMembers(report.files) }));
  return undefined;
}

function missedLines({ files }: CoverageReport): string {
  const lines = Object.entries(sortedMembers(files)).flatMap(([file, { not_covered = [] }]) =>
    spans(not_covered).map(([first, last]) => `\n\t${file}:${first === last ? first : `${first}-${last}`}`),
  );
  return lines.length === 0 ? "" : `\nLines not covered:${lines.join("")}`;
}

/** Rows that follow each other as one span. */
function spans(ranges: readonly { start: { row: number }; end: { row: number } }[]): [number, number][] {
  const all: [number, number][] = [];
  for (const { start, end } of ranges) {
    const last = all.at(-1);
    if (last !== undefined && start.row <= last[1] + 1) last[1] = Math.max(last[1], end.row);
    else all.push([start.row, end.row]);
  }
  return all;
}
