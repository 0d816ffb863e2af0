import { stripVTControlCharacters } from "node:util";

/** What is read of vitest's JSON report: https://vitest.dev/guide/reporters#json-reporter. */
type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: TestFile[];
};
type TestFile = { name: string; status: string; message?: string; assertionResults: TestResult[] };
type TestResult = { status: string; fullName: string; failureMessages?: string[] };

export type Counts = { passed: number; failed: number; skipped: number };

/** Lines that are told of each message: what was expected, and where. The whole one is in the run's log. */
const maxMessageLines = 12;

const oneFailure: Counts = { passed: 0, failed: 1, skipped: 0 };

export function sum(all: Counts[]): Counts {
  return all.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/**
 * Counts of vitest's JSON report. A missing report, one without a test, and a file that failed before its first test
 * each count as a failure, so a run that tested nothing is never green.
 */
export function countsOfVitest(report: string | undefined): Counts {
  if (report === undefined) return oneFailure;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    report,
  ) as VitestReport;
  const brokenFiles = testResults.filter(isBroken).length;
  const counts = {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles,
    skipped: numPendingTests + numTodoTests,
  };
  return counts.passed + counts.failed === 0 ? oneFailure : counts;
}

/** A line for each test that failed, and for each file that failed before its first, with what they failed with. */
export function failuresOfVitest(report: string | undefined): string[] {
  if (report === undefined) return ["vitest ended without a report"];
  const { testResults } = JSON.parse(report) as VitestReport;
  return testResults.flatMap((file) =>
    isBroken(file)
      ? [`${file.name}: failed before its first test`, ...firstLines(file.message)]
      : file.assertionResults
          .filter(({ status }) => status === "failed")
          .flatMap(({ fullName, failureMessages = [] }) => [
            `${file.name}: ${fullName}`,
            ...failureMessages.flatMap(firstLines),
          ]),
  );
}

function firstLines(message = ""): string[] {
  const lines = stripVTControlCharacters(message).trimEnd().split("\n").slice(0, maxMessageLines);
  return lines.flatMap((line) => (line === "" ? [] : [`    ${line}`]));
}

function isBroken({ status, assertionResults }: TestFile): boolean {
  return status === "failed" && !assertionResults.some((result) => result.status === "failed");
}

/** The oracle step is one test: passed at or above the floor, failed below it, skipped where the data is missing. */
export function countsOfOracle(exitCode: number, output: string): Counts {
  if (exitCode !== 0) return oneFailure;
  const lastLine = output.trimEnd().split("\n").at(-1) ?? "";
  return /^\d+\/\d+$/.test(lastLine) ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 };
}
