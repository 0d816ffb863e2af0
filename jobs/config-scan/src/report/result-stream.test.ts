import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Result } from "@sortie/posture";
import { createVerdictTable, noneAccepted, type ResourceVerdicts, recordAnswers } from "@sortie/posture/testing";
import type { ResultLine } from "@sortie/wire";
import { expect, it } from "vitest";
import { streamStore } from "./result-stream.ts";

const rules = [{ name: "privileged", index: 0, inputs: {} }];
const texts = { description: "why", remediation: "how", references: [], typeTags: [], scanningScope: [] };
const control = { id: "C-0057", name: "Privileged container", baseScore: 8, rules: ["privileged"], ...texts };
const path = { failedPath: "spec.containers[0]", fixPath: "", fixPathValue: "", fixCommand: "" };

it("writes each verdict once, and resources with the numbers of theirs", async () => {
  const [a, b, c] = ["a", "b", "c"].map((name) => ({ apiVersion: "v1", kind: "Pod", metadata: { name } }));
  const table = createVerdictTable(1);
  recordAnswers(table, 0, [a, b, c], [{ objects: [a, c], paths: [path], related: [] }]);
  const lines = await written([...table.all()].map(resultOf));
  expect(lines.map((line) => ("verdict" in line ? line.verdict.status.status : line.verdicts))).toEqual([
    "failed",
    [0],
    [0],
    "passed",
    [1],
  ]);
  expect(lines[0]).toMatchObject({ verdict: { controlID: "C-0057", rules: [{ paths: [path] }] } });
});

it("shares no verdict that names another resource", async () => {
  const [a, b] = ["a", "b"].map((name) => ({ apiVersion: "v1", kind: "Pod", metadata: { name } }));
  const table = createVerdictTable(1);
  const related = { object: { apiVersion: "v1", kind: "Service", metadata: { name: "s" } }, paths: [] };
  recordAnswers(table, 0, [a, b], [{ objects: [a, b], paths: [path], related: [related] }]);
  const lines = await written([...table.all()].map(resultOf));
  expect(lines.filter((line) => "verdict" in line)).toHaveLength(2);
});

function resultOf(verdicts: ResourceVerdicts): Result {
  const status = verdicts.statuses[0] === 3 ? ("failed" as const) : ("passed" as const);
  const verdict = { status, subStatus: "", info: "" };
  return {
    posture: { verdicts, controls: [{ control, rules, verdict, accepted: noneAccepted }] },
    metadata: { name: verdicts.resource.name, namespace: "shop", labels: {}, annotations: {} },
  };
}

async function written(results: Result[]): Promise<ResultLine[]> {
  const dir = mkdtempSync(join(tmpdir(), "sortie-results-"));
  const fd = openSync(join(dir, "results"), "w");
  const { signal } = new AbortController();
  expect(await streamStore(fd, signal).keep(() => results, [])).toMatchObject({
    written: results.length,
    unchanged: 0,
  });
  closeSync(fd);
  const lines = readFileSync(join(dir, "results"), "utf8").trimEnd().split("\n");
  rmSync(dir, { recursive: true });
  return lines.map((line) => JSON.parse(line) as ResultLine);
}
