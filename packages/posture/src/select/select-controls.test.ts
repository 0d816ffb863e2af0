import { expect, it } from "vitest";
import type { Library, Rule } from "../library/library.ts";
import { selectControls } from "./select-controls.ts";

const library = libraryOf(
  [
    control("C-0001", ["r1"]),
    control("C-0002", ["r1", "r2"], { scanningScope: ["cluster", "file"] }),
    control("C-0003", ["r3"], { scanningScope: ["cluster"] }),
    control("C-0004", ["old"]),
    control("C-0005", ["old"], { scanningScope: ["cluster"], actionRequired: "manual review" }),
  ],
  [rule("r1"), rule("r2"), rule("r3"), rule("old", { useUntilKubescapeVersion: "v2.3.8" })],
);

it("takes every control that makes sense for a cluster when nothing is named", () => {
  const { controls, rules } = selectControls(library, { frameworks: [], controls: [] }, "cluster");
  expect(controls.map(({ id }) => id)).toEqual(["C-0001", "C-0002", "C-0003", "C-0005"]);
  expect(rules.map(({ name }) => name)).toEqual(["r1", "r2", "r3"]);
});

it("leaves out what makes no sense for files, except reviews by hand", () => {
  expect(idsOf({ frameworks: [], controls: [] }, "file")).toEqual(["C-0001", "C-0002", "C-0005"]);
});

it("finds frameworks and controls whatever their case, and takes both together", () => {
  expect(idsOf({ frameworks: ["nsa"], controls: ["c-0003"] }, "cluster")).toEqual(["C-0001", "C-0002", "C-0003"]);
});

it("calls a control as the framework calls it", () => {
  const { controls } = selectControls(library, { frameworks: ["NSA"], controls: [] }, "cluster");
  expect(controls.map(({ name }) => name)).toEqual(["C-0001 by name", "as NSA says"]);
});

it("selects nothing of a framework made for somewhere else", () => {
  expect(idsOf({ frameworks: ["eks"], controls: [] }, "cluster")).toEqual([]);
});

it("says which framework is unknown and which ones there are", () => {
  expect(() => selectControls(library, { frameworks: ["pci"], controls: [] }, "cluster")).toThrow(
    expect.objectContaining({
      code: "invalid_input",
      retry: false,
      message: 'unknown framework "pci"; known: NSA, EKS',
    }),
  );
});

it("says which control is unknown", () => {
  expect(() => selectControls(library, { frameworks: [], controls: ["C-9999"] }, "cluster")).toThrow(
    /^unknown control "C-9999"; known: C-0001, C-0002/,
  );
});

function idsOf(wanted: { frameworks: string[]; controls: string[] }, scope: "cluster" | "file"): string[] {
  return selectControls(library, wanted, scope).controls.map(({ id }) => id);
}

function control(id: string, rules: string[], more: Partial<Library["controls"][number]> = {}) {
  const texts = { name: `${id} by name`, description: "why", remediation: "how", references: [], typeTags: [] };
  return { id, baseScore: 5, scanningScope: [], rules, ...texts, ...more };
}

function rule(name: string, more: Partial<Rule> = {}): Rule {
  return { name, match: [], dynamicMatch: [], controlInputs: [], ...more };
}

function libraryOf(controls: Library["controls"], rules: Rule[]): Library {
  const framework = { description: "of tests", typeTags: [], partial: false, scanningScope: [], controlNames: {} };
  return {
    controls,
    frameworks: [
      { ...framework, name: "NSA", controls: ["C-0001", "C-0002"], controlNames: { "C-0002": "as NSA says" } },
      { ...framework, name: "EKS", controls: ["C-0003"], scanningScope: ["EKS"] },
    ],
    rules: new Map(rules.map((one) => [one.name, one])),
    inputs: {},
    exceptions: [],
  };
}
