import { expect, it } from "vitest";
import { z } from "zod";
import { control, scanOf, sourced } from "../result/build-scan.ts";
import { summarise } from "../result/summarise.ts";
import { jsonReport, type Scan } from "./report.ts";

const cart = "apps/v1/shop/Deployment/cart";
const shell = "/v1/shop/Pod/shell";
const scan: Scan = {
  generatedAt: "2026-11-25T12:00:00.000Z",
  clusterName: "files",
  isOfFiles: true,
  targetType: "Framework",
  targetNames: ["NSA"],
};
const framework = { name: "NSA", description: "", typeTags: [], scanningScope: [], partial: false, controlNames: {} };
const selection = {
  controls: ["C-0016", "C-0057", "C-0088"].map((id) => control(id)),
  frameworks: [{ ...framework, controls: ["C-0016", "C-0088"] }],
};

it("gives verdicts, counters and scores in Kubescape's shape", async () => {
  const scans = [
    scanOf(shell, {
      "C-0057": {
        status: "failed",
        paths: [
          { failedPath: "spec.a", deletePath: "spec.a" },
          { fixPath: "spec.b", fixPathValue: "true" },
          { failedPath: "spec.c", reviewPath: "spec.c", resourceID: "/v1/shop/Secret/s" },
        ],
      },
    }),
    scanOf(cart, { "C-0057": { status: "passed" }, "C-0016": { status: "failed" } }),
  ];
  const objects = [
    sourced(cart, "shop/cart.yaml", 3, { spec: { replicas: 4 }, status: { replicas: 4 } }),
    sourced(shell, "shop/shell.yaml", 1),
  ];
  const report = reportText(summarise(scans, selection, objects), scan);
  await expect(JSON.stringify(JSON.parse(report), undefined, 2)).toMatchFileSnapshot("testdata/report.json");
});

it("names the exceptions that a verdict passed by, and counts them", () => {
  const accepted = { status: "passed" as const, subStatus: "w/exceptions", exceptions: ["debugging"] };
  const summary = summarise([scanOf(shell, { "C-0057": accepted })], selection, []);
  const report: unknown = JSON.parse(reportText(summary, scan));
  expect(report).toMatchObject({
    summaryDetails: { controls: { "C-0057": { subStatusCounters: { ignoredResources: 1 } } } },
    results: [{ controls: [{ rules: [{ subStatus: "w/exceptions", exception: [{ name: "debugging" }] }] }] }],
  });
});

const Scores = z.object({
  summaryDetails: z.object({
    complianceScore: z.number(),
    score: z.number().optional(),
    controls: z.record(z.string(), z.object({ score: z.number().optional() })),
  }),
  resources: z.array(z.object({ resourceID: z.string(), object: z.unknown() })),
  results: z.array(z.unknown()),
});

it("weighs replicas in risk scores: one bad pod beside four good replicas is 1 in 5.4", () => {
  const scans = [scanOf(shell, { "C-0057": { status: "failed" } }), scanOf(cart, { "C-0057": { status: "passed" } })];
  const objects = [sourced(cart, "a", 1, { spec: { replicas: 4 } }), sourced(shell, "a", 2)];
  const report = Scores.parse(JSON.parse(reportText(summarise(scans, selection, objects), scan)));
  expect(report.summaryDetails.controls["C-0057"]?.score).toBeCloseTo(100 / 5.4, 5);
});

it("leaves risk scores out for a cluster, whose replicas it does not know, and names its objects", () => {
  const summary = summarise([scanOf(cart, { "C-0057": { status: "failed" } })], selection, []);
  const report = Scores.parse(JSON.parse(reportText(summary, { ...scan, isOfFiles: false, clusterName: "prod" })));
  expect(report.summaryDetails.score).toBeUndefined();
  expect(report.summaryDetails.controls["C-0057"]?.score).toBeUndefined();
  expect(report.resources).toEqual([
    {
      resourceID: cart,
      object: { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "cart", namespace: "shop" } },
    },
  ]);
});

it("is valid without any result", () => {
  const report = Scores.parse(JSON.parse(reportText(summarise([], selection, []), scan)));
  expect(report.results).toEqual([]);
  expect(report.summaryDetails.complianceScore).toBe(100);
});

function reportText(...report: Parameters<typeof jsonReport>): string {
  return [...jsonReport(...report)].join("");
}
