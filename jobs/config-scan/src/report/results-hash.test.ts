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

it("is the same where a scan of the one object asks fewer rules, by other numbers", () => {
  const idle = { name: "about another kind", index: 0, inputs: { allowed: ["x"] } };
  const rule = { name: "r", index: 1, inputs: {} };
  const [all, own] = [{ ...c1, rules: [idle, rule] }, c1];
  const accepted = (index: number) => new Map([[index, ["because"]]]);
  const inAll = withStatuses(posture(all, failed, "a", 1), Uint8Array.of(0, 3), accepted(1));
  const inOne = withStatuses(posture(own, failed, "a"), Uint8Array.of(3), accepted(0));
  expect(createResultsHash([own])(inOne, metadata)).toBe(createResultsHash([all])(inAll, metadata));
  const without = withStatuses(posture(own, failed, "a"), Uint8Array.of(3), new Map());
  expect(createResultsHash([own])(without, metadata)).not.toBe(createResultsHash([own])(inOne, metadata));
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

function posture({ control, rules }: JudgedControl, verdict: Verdict, failedPath: string, rule = 0): ResourcePosture {
  const name = { group: "", version: "v1", kind: "Pod", namespace: "shop", name: "x" };
  const path = { failedPath, fixPath: "", fixPathValue: "", fixCommand: "" };
  return {
    verdicts: {
      resource: { ...name, id: "/v1/shop/Pod/x", related: [] },
      statuses: Uint8Array.of(3),
      paths: new Map([[rule, emptyPathList().with(path)]]),
      relatedIds: new Map(),
      exceptions: [],
    },
    controls: [{ control, rules, verdict, accepted: new Map() }],
  };
}

function withStatuses(given: ResourcePosture, statuses: Uint8Array, accepted: Map<number, string[]>): ResourcePosture {
  return {
    verdicts: { ...given.verdicts, statuses },
    controls: given.controls.map((one) => ({ ...one, accepted })),
  };
}

function judged(id: string, more: Partial<ControlDefinition>, inputs: Record<string, string[]> = {}): JudgedControl {
  const texts = { name: id, description: "why", remediation: "how", references: [], typeTags: [] };
  const control = { id, baseScore: 5, scanningScope: [], rules: ["r"], ...texts, ...more };
  return { control, rules: [{ name: "r", index: 0, inputs }] };
}
