import { expect, it } from "vitest";
import { UsageError } from "../arguments/usage-error.ts";
import { control } from "../result/build-scan.ts";
import { selectControls } from "./select-controls.ts";

const framework = { description: "", typeTags: [], scanningScope: [], partial: false, controlNames: {} };
const library = {
  controls: [
    control("C-0016"),
    control("C-0057", { scanningScope: ["cluster", "file"] }),
    control("C-0088", { scanningScope: ["cluster"] }),
    control("C-0246", { scanningScope: ["cluster"], actionRequired: "manual review" }),
  ],
  frameworks: [{ ...framework, name: "NSA", controls: ["C-0057", "C-0088"] }],
};
const nothing = { frameworks: [], controls: [] };

function ids(wanted: { frameworks: string[]; controls: string[] }, scope: Parameters<typeof selectControls>[2]) {
  return selectControls(library, wanted, scope).controls.map(({ id }) => id);
}

it("takes what makes sense for files or for a cluster; a review by hand always does", () => {
  expect(ids(nothing, "file")).toEqual(["C-0016", "C-0057", "C-0246"]);
  expect(ids(nothing, "cluster")).toEqual(["C-0016", "C-0057", "C-0088", "C-0246"]);
});

it("takes what makes sense for clusters of one provider", () => {
  const scopes = [["EKS"], ["AKS"], ["cloud"], ["file"]] as const;
  const controls = scopes.map((scope, index) => control(`C-000${index}`, { scanningScope: [...scope] }));
  const idsFor = (scope: "EKS" | "cluster") =>
    selectControls({ ...library, controls: [...library.controls, ...controls] }, nothing, scope).controls.map(
      ({ id }) => id,
    );
  expect(idsFor("EKS")).toEqual(["C-0016", "C-0057", "C-0088", "C-0246", "C-0000", "C-0002"]);
  expect(idsFor("cluster")).toEqual(["C-0016", "C-0057", "C-0088", "C-0246"]);
});

it("takes the controls of frameworks and the named ones, in any case", () => {
  expect(ids({ ...nothing, frameworks: ["nsa"] }, "cluster")).toEqual(["C-0057", "C-0088"]);
  expect(ids({ ...nothing, controls: ["C-0016"] }, "file")).toEqual(["C-0016"]);
});

it("takes a framework once, however often it is named", () => {
  const { frameworks } = selectControls(library, { ...nothing, frameworks: ["nsa", "NSA"] }, "file");
  expect(frameworks.map(({ name }) => name)).toEqual(["NSA"]);
});

it("names what it does not know, what was probably meant, and what there is", () => {
  expect(() => ids({ ...nothing, frameworks: ["nsaa"] }, "file")).toThrow(
    new UsageError("Unknown framework nsaa. Did you mean NSA? Known: NSA."),
  );
});
