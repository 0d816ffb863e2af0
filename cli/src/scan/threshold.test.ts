import { expect, it } from "vitest";
import { control, scanOf } from "../result/build-scan.ts";
import { summarise } from "../result/summarise.ts";
import { overThreshold, withoutObjects } from "./threshold.ts";

const selection = { controls: ["C-0017", "C-0057"].map((id) => control(id)), frameworks: [] };
const scans = [scanOf("/v1/shop/Pod/a", { "C-0017": { status: "failed" }, "C-0057": { status: "passed" } })];
const summary = summarise(scans, selection, []);

it("accepts everything when nothing is demanded", () => {
  expect(overThreshold(summary, { compliance: undefined, severity: undefined })).toEqual([]);
});

it("refuses compliance below the limit and accepts the limit itself", () => {
  expect(overThreshold(summary, { compliance: 50, severity: undefined })).toEqual([]);
  expect(overThreshold(summary, { compliance: 50.1, severity: undefined })).toEqual([
    "compliance is 50.0 %, below 50.1 %",
  ]);
});

it("refuses failures of the severity and worse only", () => {
  expect(overThreshold(summary, { compliance: undefined, severity: "Medium" })).toEqual([]);
  expect(overThreshold(summary, { compliance: undefined, severity: "Low" })).toEqual([
    "1 finding of severity low or worse",
  ]);
});

it("counts only new failures beside an earlier report", () => {
  expect(overThreshold(summary, { compliance: undefined, severity: "Low" }, { appeared: [], fixed: [] })).toEqual([]);
});

it("accepts no scan without objects, unless nothing is demanded", () => {
  expect(withoutObjects({ compliance: undefined, severity: undefined })).toEqual([]);
  expect(withoutObjects({ compliance: 0, severity: undefined })).toHaveLength(1);
  expect(withoutObjects({ compliance: undefined, severity: "Low" })).toHaveLength(1);
});
