import type { JudgedControl, ResourcePosture, ResultMetadata } from "@sortie/posture";
import type { Verdict } from "@sortie/posture/testing";
import { emptyPathList } from "@sortie/posture/testing";
import type { ControlDefinition } from "@sortie/wire";
import { expect, it } from "vitest";
import { createResultsHash } from "./results-hash.ts";

const failed: Verdict = { status: "failed", subStatus: "", info: "" };
const metadata: ResultMetadata = { name: "pod-x", namespace: "shop", labels: {}, annotations: {} };
const c1 = judged("C-0001", {});
const c2 = judged("C-0002", {});

it("is the same for the same results, whatever else was scanned for", () => {
  expect(createResultsHash([c1])(posture(c1, failed, "a"), metadata)).toBe(
    createResultsHash([c1, c2])(posture(c1, failed, "a"), metadata),
  );
});

it.each<[what: string, control: JudgedControl, verdict: Verdict, path: string, metadata: ResultMetadata]>([
  ["the status", c1, { ...failed, status: "passed" }, "a", metadata],
  ["the reason", c1, { status: "skipped", subStatus: "notEvaluated", info: "forbidden" }, "a", metadata],
  ["a path", c1, failed, "b", metadata],
  ["the control's score", judged("C-0001", { baseScore: 9 }), failed, "a", metadata],
  ["the control's name", judged("C-0001", { name: "as NSA says" }), failed, "a", metadata],
  ["a control input", judged("C-0001", {}, { allowed: ["x"] }), failed, "a", metadata],
  ["a label", c1, failed, "a", { ...metadata, labels: { a: "b" } }],
])("is another when %s is another", (_what, control, verdict, path, changed) => {
  const before = createResultsHash([c1])(posture(c1, failed, "a"), metadata);
  expect(createResultsHash([control])(posture(control, verdict, path), changed)).not.toBe(before);
});

function posture({ control, rules }: JudgedControl, verdict: Verdict, failedPath: string): ResourcePosture {
  const name = { group: "", version: "v1", kind: "Pod", namespace: "shop", name: "x" };
  const path = { failedPath, fixPath: "", fixPathValue: "", fixCommand: "" };
  return {
    verdicts: {
      resource: { ...name, id: "/v1/shop/Pod/x", related: [] },
      statuses: Uint8Array.of(3),
      paths: new Map([[0, emptyPathList().with(path)]]),
      relatedIds: new Map(),
      exceptions: [],
    },
    controls: [{ control, rules, verdict, accepted: new Map() }],
  };
}

function judged(id: string, more: Partial<ControlDefinition>, inputs: Record<string, string[]> = {}): JudgedControl {
  const texts = { name: id, description: "why", remediation: "how", references: [], typeTags: [] };
  const control = { id, baseScore: 5, scanningScope: [], rules: ["r"], ...texts, ...more };
  return { control, rules: [{ name: "r", index: 0, inputs }] };
}
