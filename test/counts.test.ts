import { expect, it } from "vitest";
import { countsOfOracle, countsOfVitest, failuresOfVitest, sum } from "./counts.ts";

const report = (fields: object) =>
  JSON.stringify({
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...fields,
  });

it("adds the counts of all steps", () => {
  expect(
    sum([
      { passed: 2, failed: 0, skipped: 1 },
      { passed: 3, failed: 1, skipped: 0 },
    ]),
  ).toEqual({
    passed: 5,
    failed: 1,
    skipped: 1,
  });
});

it("counts a test file that broke before its first test as a failure", () => {
  const broken = report({ numPassedTests: 4, testResults: [{ status: "failed", assertionResults: [] }] });
  expect(countsOfVitest(broken)).toEqual({ passed: 4, failed: 1, skipped: 0 });
});

it.each([
  ["without a report", undefined],
  ["without a test", report({})],
])("counts a run %s as a failure", (_case, text) => {
  expect(countsOfVitest(text)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it.each([
  ["at or above the floor", 0, "rule 3/3\n52/739\n", { passed: 1, failed: 0, skipped: 0 }],
  ["below the floor", 1, "51/739\n", { passed: 0, failed: 1, skipped: 0 }],
  ["without its data", 0, "the oracle's data is not here: skipped\n", { passed: 0, failed: 0, skipped: 1 }],
])("counts an oracle run %s", (_case, code, output, counts) => {
  expect(countsOfOracle(code, output)).toEqual(counts);
});

it("names the tests that failed and the files that broke before their first, and says the first lines of why", () => {
  const testResults = [
    {
      name: "a.test.ts",
      status: "failed",
      assertionResults: [
        { status: "passed", fullName: "adds" },
        { status: "failed", fullName: "subtracts", failureMessages: [`Error: 1 is not 2\n\n${"  at x\n".repeat(30)}`] },
      ],
    },
    { name: "b.test.ts", status: "failed", message: "no such module", assertionResults: [] },
    { name: "c.test.ts", status: "passed", assertionResults: [{ status: "passed", fullName: "waits" }] },
  ];
  expect(failuresOfVitest(report({ testResults }))).toEqual([
    "a.test.ts: subtracts",
    "    Error: 1 is not 2",
    ...Array(10).fill("      at x"),
    "b.test.ts: failed before its first test",
    "    no such module",
  ]);
});
