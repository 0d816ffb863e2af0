import type { ControlDefinition } from "./control-library.ts";
import type { PostureReportChunk } from "./posture-report.ts";

type SummaryDetails = PostureReportChunk["summaryDetails"];

/** How many resources passed and failed, as reports have it: `ResourceCounters`. */
export function resourceCounters(counts: {
  passed: number;
  failed: number;
  skipped: number;
}): SummaryDetails["ResourceCounters"] {
  const { passed, failed, skipped } = counts;
  return { passedResources: passed, failedResources: failed, skippedResources: skipped, excludedResources: 0 };
}

/** What a control is about, as reports have it: `summaryDetails.controls[].category`. */
export function reportedCategory({
  category,
  subCategory,
}: Pick<ControlDefinition, "category" | "subCategory">): SummaryDetails["controls"][string]["category"] {
  if (category === undefined) return null;
  return { name: category, ...(subCategory !== undefined && { subCategory: { name: subCategory } }) };
}
