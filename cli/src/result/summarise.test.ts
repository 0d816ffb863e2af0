import { expect, it } from "vitest";
import { control, scanOf, sourced } from "./build-scan.ts";
import { summarise } from "./summarise.ts";

const failed = { status: "failed" } as const;
const passed = { status: "passed" } as const;
const skipped = { status: "skipped", info: "needs inputs" } as const;
const pod = (name: string) => `/v1/shop/Pod/${name}`;

it("counts resources by answer and gives the share that passed", () => {
  const scans = [
    scanOf(pod("a"), { "C-0057": failed }),
    scanOf(pod("b"), { "C-0057": passed }),
    scanOf(pod("c"), { "C-0057": skipped }),
    scanOf(pod("d"), { "C-0057": passed }),
  ];
  const { controls, compliance } = summarise(scans, { controls: [control("C-0057")], frameworks: [] }, []);
  expect(controls[0]).toMatchObject({
    status: "failed",
    resources: { passed: 2, failed: 1, skipped: 1 },
    compliance: 50,
  });
  expect(compliance).toBe(50);
});

it("passes a control that no resource was asked about, and skips one that a person has to review", () => {
  const manual = control("C-0246", { actionRequired: "manual review" });
  const { controls } = summarise([], { controls: [control("C-0057"), manual], frameworks: [] }, []);
  expect(
    controls.map(({ definition, status, subStatus, compliance }) => [definition.id, status, subStatus, compliance]),
  ).toEqual([
    ["C-0246", "skipped", "manual review", 0],
    ["C-0057", "passed", "irrelevant", 100],
  ]);
});

it("skips a control that no resource was asked about, where the scan says why", () => {
  const { controls } = summarise([], { controls: [control("C-0066")], frameworks: [] }, [], { "C-0066": "no cloud" });
  expect(controls).toMatchObject([{ status: "skipped", subStatus: "notEvaluated", info: "no cloud", compliance: 0 }]);
});

it("skips a control when nothing failed and something was skipped, and says why", () => {
  const scans = [scanOf(pod("a"), { "C-0057": passed }), scanOf(pod("b"), { "C-0057": skipped })];
  const { controls } = summarise(scans, { controls: [control("C-0057")], frameworks: [] }, []);
  expect(controls[0]).toMatchObject({ status: "skipped", info: "needs inputs", compliance: 50 });
});

it("says that a control passed by exceptions only", () => {
  const accepted = { status: "passed", subStatus: "w/exceptions" } as const;
  const scans = [scanOf(pod("a"), { "C-0057": passed }), scanOf(pod("b"), { "C-0057": accepted })];
  const { controls } = summarise(scans, { controls: [control("C-0057")], frameworks: [] }, []);
  expect(controls[0]).toMatchObject({ status: "passed", subStatus: "w/exceptions", compliance: 100 });
});

it("puts failed controls by score before skipped and passed ones, and worse resources first", () => {
  const scans = [
    scanOf(pod("three-low"), { "C-0016": failed, "C-0017": failed }),
    scanOf(pod("one-high"), { "C-0016": passed, "C-0057": failed }),
    scanOf(pod("fine"), { "C-0041": passed }),
  ];
  const ids = ["C-0016", "C-0017", "C-0041", "C-0057"];
  const { controls, resources } = summarise(scans, { controls: ids.map((id) => control(id)), frameworks: [] }, []);
  expect(controls.map(({ definition }) => definition.id)).toEqual(["C-0057", "C-0016", "C-0017", "C-0041"]);
  expect(resources.map(({ name }) => name.name)).toEqual(["one-high", "three-low", "fine"]);
});

it("gives each framework the mean of its own controls", () => {
  const framework = { name: "mine", description: "", typeTags: [], scanningScope: [], partial: true, controlNames: {} };
  const selection = {
    controls: [control("C-0016"), control("C-0017"), control("C-0057")],
    frameworks: [{ ...framework, controls: ["C-0016", "C-0057", "C-0099"] }],
  };
  const { frameworks, compliance } = summarise([scanOf(pod("a"), { "C-0057": failed })], selection, []);
  expect(frameworks).toMatchObject([{ name: "mine", isPartial: true, compliance: 50 }]);
  expect(compliance).toBeCloseTo(66.67, 2);
});

it("finds the object and the place of a result", () => {
  const deployment = sourced("apps/v1/shop/Deployment/cart", "cart.yaml", 3);
  const scans = [scanOf("apps/v1/shop/Deployment/cart", { "C-0057": failed })];
  const { resources } = summarise(scans, { controls: [control("C-0057")], frameworks: [] }, [deployment]);
  expect(resources).toMatchObject([
    { name: { kind: "Deployment", namespace: "shop", name: "cart" }, source: deployment },
  ]);
});

it("finds the role and the binding that a subject's rights come from", () => {
  const rbac = "rbac.authorization.k8s.io/v1";
  const ofRbac = { group: "rbac.authorization.k8s.io", version: "v1" };
  const related = [
    { ...ofRbac, kind: "RoleBinding", namespace: "shop", name: "bob" },
    { ...ofRbac, kind: "ClusterRole", namespace: "", name: "admin" },
  ];
  const rights = { ...scanOf("/shop/User/bob", { "C-0057": failed }), related };
  const binding = sourced(`${rbac}/shop/RoleBinding/bob`, "rbac.yaml", 7);
  const { resources } = summarise([rights], { controls: [control("C-0057")], frameworks: [] }, [binding]);
  expect(resources[0]?.source).toBeUndefined();
  expect(resources[0]?.related.map(({ name, source }) => [name.kind, name.name, source?.place.line])).toEqual([
    ["RoleBinding", "bob", 7],
    ["ClusterRole", "admin", undefined],
  ]);
});
