import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lastLog, progressOf, readJobLog, scanFacts, skippedRules } from "./job-log.ts";

function folderWith(logs: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "job-log-"));
  for (const [name, text] of Object.entries(logs)) writeFileSync(join(folder, name), text);
  return folder;
}

const line = (fields: object) => `${JSON.stringify({ level: "info", ...fields })}\n`;

it("reads the log of the Job that started last, as far as it is written", () => {
  const folder = folderWith({
    "scan-1.log": line({ msg: "controls selected", controls: 1 }),
    "scan-2.log": `${line({ msg: "controls selected", controls: 26 })}not JSON\n${line({ msg: "objects read", objects: 1250 })}{"msg": "rul`,
    "scan-3.txt": "?",
  });
  expect(lastLog(folder)).toBe(join(folder, "scan-2.log"));
  expect(progressOf(readJobLog(folder))).toBe("scanning: 26 controls, 1,250 objects read");
});

it("says how far reading is", () => {
  const folder = folderWith({
    "scan.log": [10_000, 20_000].map((objects) => line({ msg: "reading objects", objects })).join(""),
  });
  expect(progressOf(readJobLog(folder))).toBe("scanning: 20,000 objects read");
});

it("has something to say before there is a log", () => {
  expect(progressOf(readJobLog(folderWith({})))).toBe("scanning");
  expect(progressOf(readJobLog("/nonexistent"))).toBe("scanning");
});

it("finds the rules that could not judge everything", () => {
  const folder = folderWith({
    "scan.log": line({ msg: "rule skipped", rule: "a", reason: "limit reached" }) + line({ msg: "job succeeded" }),
  });
  expect(skippedRules(readJobLog(folder))).toEqual([{ rule: "a", reason: "limit reached" }]);
});

it("knows where the cluster runs, why controls judged nothing, which exceptions are of no use, and which namespaces are not there", () => {
  const [own, all] = [{ kind: "SecurityException" }, { kind: "ClusterSecurityException" }];
  const skipped = { "C-0066": "failed to get cloud provider, cluster: shop" };
  const folder = folderWith({
    "scan.log":
      line({ msg: "controls selected", controls: 26, provider: "EKS" }) +
      line({ msg: "namespace not found", namespace: "shpo", suggestion: "shop" }) +
      line({ msg: "exception skipped", ...own, namespace: "shop", resource: "known", reason: "no control C-9999" }) +
      line({ msg: "exception skipped", ...all, namespace: "", resource: "all", reason: "no reason" }) +
      line({ msg: "controls skipped", controls: skipped }),
  });
  expect(scanFacts(readJobLog(folder))).toEqual({
    provider: "EKS",
    skippedControls: skipped,
    skippedExceptions: [
      { exception: "SecurityException shop/known", reason: "no control C-9999" },
      { exception: "ClusterSecurityException all", reason: "no reason" },
    ],
    unknownNamespaces: [{ namespace: "shpo", suggestion: "shop" }],
  });
  expect(scanFacts([])).toEqual({
    provider: undefined,
    skippedControls: {},
    skippedExceptions: [],
    unknownNamespaces: [],
  });
});
