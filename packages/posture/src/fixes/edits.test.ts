import type { RulePath, ScannedControl } from "@sortie/wire";
import { expect, it } from "vitest";
import { editsOf } from "./edits.ts";

/** What is to be done, and which controls ask for it. */
function edits(paths: Record<string, Partial<RulePath>[]>) {
  return editsOf(Object.entries(paths).map(([id, own]) => failed(id, own))).map(({ advice, controls }) => [
    Object.values(advice).join(" "),
    controls.map(({ controlID }) => controlID).join(" "),
  ]);
}

function failed(controlID: string, paths: Partial<RulePath>[]): ScannedControl {
  const status = { status: "failed" as const, subStatus: "" };
  const none = { failedPath: "", fixPath: "", fixPathValue: "", fixCommand: "" };
  const rule = { name: "rule", status, controlConfigurations: {}, paths: paths.map((path) => ({ ...none, ...path })) };
  return {
    controlID,
    name: controlID,
    severity: { severity: "", scoreFactor: 5 },
    status: { ...status, info: "" },
    rules: [rule],
  };
}

it("keeps the most exact advice about a path, in the order of the rule", () => {
  expect(
    edits({
      "C-0057": [
        { failedPath: "spec.a", deletePath: "spec.a" },
        { failedPath: "spec.b", reviewPath: "spec.b" },
        { failedPath: "spec.c" },
        { fixPath: "spec.b", fixPathValue: "false" },
        { fixCommand: "kubectl label ns shop x=y" },
        {},
      ],
    }),
  ).toEqual([
    ["remove spec.a", "C-0057"],
    ["set spec.b false", "C-0057"],
    ["look spec.c", "C-0057"],
    ["run kubectl label ns shop x=y", "C-0057"],
  ]);
});

it("makes one edit of what several controls ask for, and one for each value where they differ", () => {
  const drop = (value: string) => [{ fixPath: "spec.drop[0]", fixPathValue: value }];
  expect(
    edits({
      "C-0057": [{ failedPath: "spec.drop[0]" }],
      "C-0016": [...drop("ALL"), ...drop("ALL")],
      "C-0041": drop("NET_RAW"),
      "C-0017": drop("ALL"),
    }),
  ).toEqual([
    ["set spec.drop[0] ALL", "C-0057 C-0016 C-0017"],
    ["set spec.drop[0] NET_RAW", "C-0041"],
  ]);
});

it("keeps a control that names no place", () => {
  expect(edits({ "C-0057": [], "C-0016": [] })).toEqual([
    ["explain", "C-0057"],
    ["explain", "C-0016"],
  ]);
});

it("says false where a token that is mounted without a word about it is to go", () => {
  const paths = [
    "automountServiceAccountToken",
    "spec.automountServiceAccountToken",
    "spec.xautomountServiceAccountToken",
  ];
  expect(edits({ "C-0189": paths.map((path) => ({ failedPath: path, deletePath: path })) })).toEqual([
    ["set automountServiceAccountToken false", "C-0189"],
    ["set spec.automountServiceAccountToken false", "C-0189"],
    ["remove spec.xautomountServiceAccountToken", "C-0189"],
  ]);
});
