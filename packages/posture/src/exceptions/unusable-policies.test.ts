import { ExceptionPolicies } from "@sortie/wire";
import { expect, it } from "vitest";
import { unusablePolicies } from "./unusable-policies.ts";

const library = { controls: [{ id: "C-0057" }] as never, frameworks: [] };
const resources = [{ attributes: { kind: "Pod" } }];

it.each<[policy: object, reasons: string[]]>([
  [{ resources, posturePolicies: [{ controlID: "c-005." }, { ruleName: "any" }] }, []],
  [{ resources }, []],
  [{ resources: [], policyType: "vulnerabilityExceptionPolicy" }, []],
  [{}, ["resources: without attributes it is about no object"]],
  [{ resources: [{ attributes: { kind: "" } }] }, ["resources: without attributes it is about no object"]],
  [
    { resources: [...resources, { attributes: { name: "((" } }] },
    ['resources.1.attributes.name: "((" is no pattern, or too large'],
  ],
  [
    { resources, posturePolicies: [{ controlID: "C-0058" }] },
    ['posturePolicies.0.controlID: there is no control "C-0058". Did you mean C-0057?'],
  ],
])("tells what %j does not accept", (policy, reasons) => {
  const found = unusablePolicies(ExceptionPolicies.parse([{ name: "mine", ...policy }]), library);
  expect(found).toEqual(reasons.map((reason) => ({ kind: "exception", namespace: "", name: "mine", reason })));
});
