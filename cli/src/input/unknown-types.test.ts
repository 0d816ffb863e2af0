import { expect, it } from "vitest";
import { manifestObject } from "./manifest-object.ts";
import { unknownTypes } from "./unknown-types.ts";

function remarkOn(apiVersion: string, kind: string): string | undefined {
  const object = manifestObject({ apiVersion, kind, metadata: { name: "a" } });
  return unknownTypes([{ place: { file: "a.yaml", line: 1 }, object }])[0]?.message;
}

it.each([
  ["apps/v1", "deployment", "Kubernetes has no deployment in apps/v1: Deployment is in apps"],
  ["apps/v1", "Pod", "Kubernetes has no Pod in apps/v1: Pod is in v1"],
  ["v1", "Deployment", "Kubernetes has no Deployment in v1: Deployment is in apps"],
  ["app/v1", "Deployment", "Kubernetes has no Deployment in app/v1: Deployment is in apps"],
  ["rbac.authorization.k8s.io/v1", "clusterrole", "Kubernetes has no clusterrole in rbac.authorization.k8s.io/v1"],
])("remarks on %s %s", (apiVersion, kind, message) => {
  expect(remarkOn(apiVersion, kind)).toContain(message);
});

it.each([
  ["v1", "Pod"],
  ["extensions/v1beta1", "Ingress"],
  ["serving.knative.dev/v1", "Service"],
  ["config.openshift.io/v1", "Ingress"],
  ["example.com/v1", "deployment"],
  ["example.com/v1", "Widget"],
  ["v1", "constructor"],
])("has nothing to say of %s %s", (apiVersion, kind) => {
  expect(remarkOn(apiVersion, kind)).toBeUndefined();
});

it("says where it stands", () => {
  const object = manifestObject({ apiVersion: "v1", kind: "pod", metadata: { name: "a" } });
  expect(unknownTypes([{ place: { file: "a.yaml", line: 7 }, object }])).toMatchObject([{ file: "a.yaml", line: 7 }]);
});
