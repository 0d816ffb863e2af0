import { emptyTally, figuresOf, judgedControls, results } from "@sortie/posture";
import { createVerdictTable, recordAnswers } from "@sortie/posture/testing";
import { type ControlDefinition, PostureReportChunk } from "@sortie/wire";
import { expect, it } from "vitest";
import type { Item } from "./chunks.ts";
import { openObjectFile } from "./object-file.ts";
import { reportItems } from "./report-items.ts";
import { summaryDetails } from "./summary-details.ts";

const control: ControlDefinition = {
  id: "C-0057",
  name: "Privileged container",
  baseScore: 8,
  category: "Workload",
  description: "why",
  remediation: "how",
  scanningScope: [],
  references: [],
  typeTags: [],
  rules: ["privileged"],
};
const rule = { name: "privileged", match: [], dynamicMatch: [], controlInputs: [] };
const framework = { name: "NSA", controls: ["C-0057"] };
const web = deployment("web", 2);
const plain = deployment("plain", 1);
const role = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "admin" } };
const subject = { kind: "User", name: "bob", apiGroup: "rbac.authorization.k8s.io", relatedObjects: [role] };

it("lists what was read, and subjects by the names of what they are made of, by ID, then what controls say", () => {
  const { items } = report();
  const of = (list: Item["list"]) => items.filter((item) => item.list === list).map(({ text }) => JSON.parse(text));
  expect(of("resources")).toEqual([
    { resourceID: "apps/v1/shop/Deployment/plain", object: plain },
    { resourceID: "apps/v1/shop/Deployment/web", object: web },
    {
      resourceID: "rbac.authorization.k8s.io//User/bob/rbac.authorization.k8s.io/v1//ClusterRole/admin",
      object: subject,
    },
  ]);
  const [, failed] = PostureReportChunk.shape.results.parse(of("results"));
  expect(failed).toMatchObject({
    resourceID: "apps/v1/shop/Deployment/web",
    controls: [
      {
        controlID: "C-0057",
        severity: "High",
        status: { status: "failed", subStatus: "" },
        rules: [
          {
            name: "privileged",
            status: "failed",
            paths: [
              { resourceID: "apps/v1/shop/Deployment/web", failedPath: "spec.a" },
              { resourceID: "apps/v1/shop/Deployment/web", deletePath: "spec.a" },
              { resourceID: "apps/v1/shop/Deployment/web", fixPath: { path: "spec.b", value: "true" } },
            ],
          },
        ],
      },
    ],
  });
});

it("counts, and weighs workloads by their replicas", () => {
  const { summary } = report();
  expect(summary).toMatchObject({
    status: "failed",
    ResourceCounters: { passedResources: 2, failedResources: 1, skippedResources: 0 },
    controlsSeverityCounters: { highSeverity: 1, mediumSeverity: 0 },
    resourcesSeverityCounters: { highSeverity: 1 },
    controls: { "C-0057": { status: "failed", scoreFactor: 8, category: { name: "Workload" } } },
    frameworks: [{ name: "NSA", status: "failed", ResourceCounters: { failedResources: 1 } }],
  });
  expect(summary.complianceScore).toBeCloseTo(200 / 3);
  expect(summary.score).toBeCloseTo((100 * 2.2) / 4.2);
});

function report() {
  using objects = openObjectFile();
  objects.add([web, plain]);
  const evaluated = { table: createVerdictTable(1), reasons: new Map<number, string>() };
  const noPath = { failedPath: "", fixPath: "", fixPathValue: "", fixCommand: "" };
  const paths = [
    { ...noPath, failedPath: "spec.a" },
    { ...noPath, deletePath: "spec.a" },
    { ...noPath, fixPath: "spec.b", fixPathValue: "true" },
  ];
  recordAnswers(evaluated.table, 0, [web, plain, subject], [{ objects: [web], paths, related: [] }]);
  const controls = judgedControls([control], [rule], {});
  const tally = emptyTally([framework], (resource) => objects.weightOf(resource));
  Array.from(results(evaluated, controls, { clusterName: "prod", resultsNamespace: "kubescape" }, tally));
  const items = [...reportItems(objects, evaluated, controls)];
  return { items, summary: summaryDetails(figuresOf(tally, controls, [framework], {})) };
}

function deployment(name: string, replicas: number) {
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { namespace: "shop", name }, spec: { replicas } };
}
