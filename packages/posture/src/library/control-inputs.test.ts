import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { withClusterInputs, withControlInputs } from "./control-inputs.ts";
import type { Library } from "./library.ts";

const rule = { name: "r", match: [], dynamicMatch: [], controlInputs: ["recommendedLabels"] };
const library: Pick<Library, "inputs" | "rules"> = {
  inputs: { sensitiveKeyNames: ["password"], cpuLimits: ["1"] },
  rules: new Map([["r", rule]]),
};

function read(content: unknown) {
  const file = join(mkdtempSync(join(tmpdir(), "inputs-")), "inputs.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return withControlInputs(library, file);
}

const lists = { sensitiveKeyNames: ["token"], recommendedLabels: ["app"] };

it.each([
  ["alone", lists],
  ["as Kubescape writes them", { postureControlInputs: lists }],
  ["among other settings", { name: "mine", settings: { postureControlInputs: lists } }],
])("puts lists %s over the library's", (_, content) => {
  expect(read(content)).toEqual({ ...lists, cpuLimits: ["1"] });
});

it.each([
  [
    "an unknown name, with one that is near",
    { sensitiveKeyName: [] },
    'no control input "sensitiveKeyName"; did you mean sensitiveKeyNames?',
  ],
  [
    "an unknown name, with all there are",
    { xyz: [] },
    'no control input "xyz"; known: cpuLimits, recommendedLabels, sensitiveKeyNames',
  ],
  ["a name that every object has", '{"constructor": []}', 'no control input "constructor"'],
  ["a value that is no list", { cpuLimits: "1" }, "the file: cpuLimits: Invalid input: expected array"],
  ["a number in a list", { cpuLimits: [1] }, "the file: cpuLimits.0: Invalid input: expected string"],
  ["what is no JSON", "cpuLimits: []", "the file is not JSON"],
  ["a large file", " ".repeat(1024 * 1024 + 1), "it has more than 1024 KiB"],
])("refuses %s", (_, content, message) => {
  expect(() => read(content)).toThrow(
    expect.objectContaining({ code: "invalid_input", message: expect.stringContaining(message) }),
  );
});

it.each([
  ["sensitiveValues", ["AKIA[0-9]+", "("], 'sensitiveValues.1: "(" is no regular expression (RE2)'],
  ["cpu_limit_max", ["1500m", "one"], 'cpu_limit_max.1: "one" is no quantity'],
  ["sandbox_memory_limit_max", ["1Gb"], 'sandbox_memory_limit_max.0: "1Gb" is no quantity'],
  ["max_high_vulnerabilities", ["10", ""], 'max_high_vulnerabilities.1: "" is no number'],
])("refuses what a rule could not use, and would pass everything by: %s %j", (name, texts, message) => {
  const inputs = { ...library.inputs, [name]: [] };
  const file = join(mkdtempSync(join(tmpdir(), "inputs-")), "inputs.json");
  writeFileSync(file, JSON.stringify({ [name]: texts }));
  expect(() => withControlInputs({ ...library, inputs }, file)).toThrow(message);
  expect(withClusterInputs({ ...library, inputs }, clusterInput({ [name]: texts }))).toEqual({
    inputs,
    problems: [`spec.controls.${message}`],
  });
});

it("takes quantities in every notation that rules read", () => {
  const texts = ["0", "1.5", "500m", "1e3", "128974848", "2Gi", "4K"];
  const inputs = { memory_limit_max: [] };
  const given = clusterInput({ memory_limit_max: texts });
  expect(withClusterInputs({ ...library, inputs }, given)).toEqual({
    inputs: { memory_limit_max: texts },
    problems: [],
  });
});

it("refuses a file that is not there", () => {
  expect(() => withControlInputs(library, "/nonexistent/inputs.json")).toThrow("cannot use the control inputs");
});

const clusterInput = (controls: unknown) => ({
  kind: "ControlInput",
  metadata: { name: "default" },
  spec: { controls },
});

it("puts lists of the cluster's own object over the library's", () => {
  expect(withClusterInputs(library, clusterInput(lists))).toEqual({
    inputs: { ...lists, cpuLimits: ["1"] },
    problems: [],
  });
});

it("leaves out lists of the cluster that cannot be used, and says which", () => {
  const controls = { sensitiveKeyName: ["x"], cpuLimits: [2], recommendedLabels: ["app"] };
  expect(withClusterInputs(library, clusterInput(controls))).toEqual({
    inputs: { ...library.inputs, recommendedLabels: ["app"] },
    problems: [
      expect.stringContaining('no control input "sensitiveKeyName"; did you mean sensitiveKeyNames?'),
      expect.stringContaining("spec.controls.cpuLimits: 0: Invalid input: expected string"),
    ],
  });
});

it.each([
  [{ spec: {} }, "spec.controls: "],
  [{ spec: { controls: ["a"] } }, "spec.controls: "],
  [{}, "spec: "],
])("keeps the library's lists where the object is %j", (object, problem) => {
  expect(withClusterInputs(library, object)).toEqual({
    inputs: library.inputs,
    problems: [expect.stringContaining(problem)],
  });
});
