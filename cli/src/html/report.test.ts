import { expect, it } from "vitest";
import { control, scanOf, sourced } from "../result/build-scan.ts";
import { summarise } from "../result/summarise.ts";
import { htmlReport } from "./report.ts";

const hostile = "<script>alert(1)</script>";
const id = `apps/v1/shop/Deployment/${hostile.replaceAll("/", "-")}`;
const page = { name: "shop", objects: 1, generatedAt: "2026-11-25T12:00:00Z" };
const framework = { name: "NSA", description: "", typeTags: [], scanningScope: [], partial: false, controlNames: {} };
const selection = {
  controls: [control("C-0057", { description: hostile }), control("C-0016")],
  frameworks: [{ ...framework, controls: ["C-0057", "C-0016"] }],
};
const scans = [scanOf(id, { "C-0057": { status: "failed", paths: [{ fixPath: "spec.a", fixPathValue: hostile }] } })];
const report = htmlReport(summarise(scans, selection, [sourced(id, `${hostile}.yaml`, 3)]), page);

it("says what failed, where and what to do", () => {
  expect(report).toContain("50 %");
  expect(report).toContain("C-0057");
  expect(report).toContain("set spec.a = &lt;script&gt;");
  expect(report).toContain(".yaml:3");
  expect(report).toContain('<meter aria-label="NSA" min="0" max="100" value="50">');
});

it("asks for nothing from elsewhere and runs nothing", () => {
  expect(report).toContain("default-src 'none'");
  expect(report).not.toMatch(/<(?:script|link|img|iframe)|src=|href=|url\(|@import/);
});
