import type { Rule } from "@sortie/posture";
import { typeKey } from "@sortie/posture";
import { expect, it } from "vitest";
import { type ServedType, typesToList } from "./types-to-list.ts";

const served = [
  type("", "v1", "Pod"),
  type("batch", "v1beta1", "CronJob"),
  type("batch", "v1", "CronJob"),
  type("apps", "v1", "Deployment"),
  type("authorization.k8s.io", "v1", "SubjectAccessReview", ["create"]),
  type("metrics.k8s.io", "v1beta1", "PodMetrics"),
];

it("lists what rules want, each type once, and nothing else", () => {
  const rules = [rule([""], ["v1"], ["Pod"]), rule(["", "apps"], ["v1"], ["Pod", "Deployment"])];
  expect(typesToList(rules, served).map(typeKey)).toEqual(["apps/v1/Deployment", "v1/Pod"]);
});

it("lists a kind in the most stable version that the rule takes", () => {
  expect(typesToList([rule(["batch"], ["*"], ["CronJob"])], served).map(typeKey)).toEqual(["batch/v1/CronJob"]);
  expect(typesToList([rule(["batch"], ["v1beta1"], ["CronJob"])], served).map(typeKey)).toEqual([
    "batch/v1beta1/CronJob",
  ]);
});

it("takes a kind that is not served for one without objects", () => {
  expect(typesToList([rule(["policy"], ["*"], ["PodSecurityPolicy"])], served)).toEqual([]);
});

it("leaves out what cannot be listed, and samples of a moment", () => {
  expect(typesToList([rule(["*"], ["*"], ["SubjectAccessReview", "PodMetrics"])], served)).toEqual([]);
});

function rule(apiGroups: string[], apiVersions: string[], resources: string[]): Rule {
  const match = [{ apiGroups, apiVersions, resources }];
  return { name: "r", match, dynamicMatch: [], controlInputs: [] };
}

function type(group: string, version: string, kind: string, verbs = ["get", "list"]): ServedType {
  return { group, version, kind, plural: `${kind.toLowerCase()}s`, namespaced: true, verbs };
}
