import { expect, it } from "vitest";
import { compareScans } from "./compare-scans.ts";
import { describeComparison } from "./describe-comparison.ts";
import type { ControlFacts, Verdicts, VerdictText } from "./golden.ts";

const failing: ControlFacts = {
  status: "failed",
  subStatus: "",
  passed: 1,
  failed: 1,
  skipped: 0,
  score: 50,
  complianceScore: 50,
  severity: "High",
};
const verdict: VerdictText = { status: "failed", entries: ["r failed", "r failedPath spec.a"] };
const golden = scan({ "C-0001": failing, "C-0002": failing }, { web: { "C-0001": verdict } });

it("agrees about everything with a scan that says the same, scores a little off", () => {
  const ours = scan({ "C-0001": { ...failing, score: 50.004 }, "C-0002": failing }, { web: { "C-0001": verdict } });
  expect(compareScans(golden, ours)).toMatchObject({ agreeing: 3, total: 3 });
});

it.each<[what: string, ours: Verdicts, line: string]>([
  [
    "a control's score",
    scan({ ...golden.controls, "C-0001": { ...failing, score: 50.02 } }, { web: { "C-0001": verdict } }),
    "C-0001; score is 50.020, not 50.000; 0 resources differ",
  ],
  ["a resource that passes", scan(golden.controls, {}), "    is passed, not failed"],
  [
    "a path",
    scan(golden.controls, { web: { "C-0001": { ...verdict, entries: ["r failed", "r failedPath spec.b"] } } }),
    "    adds r failedPath spec.b",
  ],
  [
    "a control that is not there",
    scan({ "C-0001": failing }, { web: { "C-0001": verdict } }),
    "controls that the library lacks: C-0002",
  ],
])("counts %s once and says it", (_what, ours, line) => {
  const comparison = compareScans(golden, ours);
  expect(comparison.agreeing).toBe(2);
  expect(describeComparison(comparison)).toContain(line);
  expect(describeComparison(comparison).at(-1)).toBe("2/3");
});

it("counts a resource that only our scan complains about", () => {
  const ours = scan(golden.controls, { web: { "C-0001": verdict }, other: { "C-0002": verdict } });
  expect(compareScans(golden, ours)).toMatchObject({ agreeing: 3, total: 4 });
});

function scan(
  controls: Record<string, ControlFacts>,
  resources: Record<string, Record<string, VerdictText>>,
): Verdicts {
  const entries = Object.entries(resources).map(([id, verdicts]) => [id, new Map(Object.entries(verdicts))] as const);
  return { controls, resources: new Map(entries) };
}
