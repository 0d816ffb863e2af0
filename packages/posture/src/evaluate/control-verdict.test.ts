import { expect, it } from "vitest";
import { type ControlRule, controlVerdict } from "./control-verdict.ts";
import { type ResourceVerdicts, ruleStatus } from "./resource-verdicts.ts";

const { unseen, passed, skipped, failed } = ruleStatus;
const noInputs: ControlRule[] = [rule(0), rule(1), rule(2)];
const reasons = new Map([[1, "eval_conflict_error: two values"]]);

it.each<[statuses: number[], status: string | undefined]>([
  [[passed, passed, passed], "passed"],
  [[passed, failed, passed], "failed"],
  [[passed, skipped, passed], "skipped"],
  [[failed, skipped, passed], "failed"],
  [[unseen, passed, unseen], "passed"],
  [[unseen, unseen, unseen], undefined],
])("rules that say %j make the control %s", (statuses, status) => {
  expect(controlVerdict({}, noInputs, verdicts(statuses), reasons)?.status).toBe(status);
});

it("says why a rule could not judge", () => {
  expect(controlVerdict({}, noInputs, verdicts([passed, skipped, unseen]), reasons)).toEqual({
    status: "skipped",
    subStatus: "notEvaluated",
    info: "eval_conflict_error: two values",
  });
});

it.each<[what: string, rules: ControlRule[], status: string]>([
  ["no input has a value", [rule(0, { allowed: [], denied: [] })], "skipped"],
  ["an input has a value", [rule(0, { allowed: [], denied: ["x"] })], "failed"],
  ["a later rule's input has a value", [rule(0, { allowed: [] }), rule(1, { denied: ["x"] })], "failed"],
  ["its first rule reads none", [rule(0), rule(1, { denied: ["x"] })], "skipped"],
])("a control that needs configuration, when %s, is %s", (_what, rules, status) => {
  const verdict = controlVerdict({ actionRequired: "configuration" }, rules, verdicts([failed, failed]), new Map());
  expect(verdict?.status).toBe(status);
  expect(verdict?.subStatus).toBe(status === "skipped" ? "configuration" : "");
});

it("skips a passed control all the same when it is not configured", () => {
  const control = { actionRequired: "configuration" } as const;
  const rules = [rule(0, { allowed: [] })];
  expect(controlVerdict(control, rules, verdicts([passed]), new Map())).toEqual({
    status: "skipped",
    subStatus: "configuration",
    info: "needs control inputs: allowed",
  });
});

it("leaves failures of a manual control to a person", () => {
  const control = { actionRequired: "manual review" } as const;
  expect(controlVerdict(control, noInputs, verdicts([failed, passed, passed]), reasons)).toMatchObject({
    status: "skipped",
    subStatus: "manual review",
  });
  expect(controlVerdict(control, noInputs, verdicts([passed, passed, passed]), reasons)?.status).toBe("passed");
});

it.each<[statuses: number[], accepted: number[], status: string, subStatus: string]>([
  [[failed, passed, passed], [0], "passed", "w/exceptions"],
  [[failed, failed, passed], [0], "failed", ""],
  [[failed, failed, passed], [0, 1], "passed", "w/exceptions"],
  [[failed, skipped, passed], [0], "skipped", "notEvaluated"],
])("failures %j of which exceptions accept %j make the control %s", (statuses, accepted, status, subStatus) => {
  const byRule = new Map(accepted.map((index) => [index, ["an exception"]]));
  expect(controlVerdict({}, noInputs, verdicts(statuses), reasons, byRule)).toMatchObject({ status, subStatus });
});

it("asks for configuration all the same where exceptions accept the failure", () => {
  const rules = [rule(0, { allowed: [] })];
  const verdict = controlVerdict(
    { actionRequired: "configuration" },
    rules,
    verdicts([failed]),
    reasons,
    new Map([[0, ["x"]]]),
  );
  expect(verdict?.subStatus).toBe("configuration");
});

function rule(index: number, inputs: Record<string, string[]> = {}): ControlRule {
  return { name: `rule-${index}`, index, inputs };
}

function verdicts(statuses: number[]): ResourceVerdicts {
  const name = { group: "", version: "v1", kind: "Pod", namespace: "shop", name: "x" };
  const resource = { ...name, id: "/v1/shop/Pod/x", related: [] };
  return { resource, statuses: Uint8Array.from(statuses), paths: new Map(), relatedIds: new Map(), exceptions: [] };
}
