import { expect, it } from "vitest";
import { resultMetadata } from "./result-metadata.ts";
import { type ScannedResource, scannedResource } from "./scanned-resource.ts";

const place = { clusterName: "prod", resultsNamespace: "kubescape" };

it("names a workload's results after it, in its namespace", () => {
  const web = resource({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "shop" } });
  expect(resultMetadata(web, place)).toEqual({
    name: "deployment-web",
    namespace: "shop",
    labels: {
      "kubescape.io/workload-api-group": "apps",
      "kubescape.io/workload-api-version": "v1",
      "kubescape.io/workload-kind": "Deployment",
      "kubescape.io/workload-name": "web",
      "kubescape.io/workload-namespace": "shop",
    },
    annotations: {
      "kubescape.io/wlid": "wlid://cluster-prod/namespace-shop/deployment-web",
      "sortie.dev/resource-id": "apps/v1/shop/Deployment/web",
    },
  });
});

it("puts results of cluster-scoped objects into the results' namespace, without a namespace label", () => {
  const node = resultMetadata(resource({ apiVersion: "v1", kind: "Node", metadata: { name: "n1" } }), place);
  expect(node).toMatchObject({ name: "node-n1", namespace: "kubescape" });
  expect(Object.keys(node.labels)).not.toContain("kubescape.io/workload-namespace");
});

it("names a subject's results after subject, role and binding and labels them as RBAC", () => {
  const rbac = "rbac.authorization.k8s.io/v1";
  const subject = resource({
    kind: "ServiceAccount",
    name: "sa-1",
    namespace: "shop",
    relatedObjects: [
      { apiVersion: rbac, kind: "RoleBinding", metadata: { name: "reads", namespace: "shop" } },
      { apiVersion: rbac, kind: "ClusterRole", metadata: { name: "view" } },
    ],
  });
  const metadata = resultMetadata(subject, place);
  expect(metadata.name).toBe("serviceaccount-sa-1-clusterrole-view-rolebinding-reads");
  expect(metadata.namespace).toBe("kubescape");
  expect(metadata.annotations["kubescape.io/wlid"]).toBe("wlid://cluster-prod/namespace-shop/rolebinding-reads");
  expect(metadata.labels).toMatchObject({
    "kubescape.io/rbac-resource": "true",
    "kubescape.io/clusterrole-name": "view",
    "kubescape.io/rolebinding-name": "reads",
    "kubescape.io/rolebinding-namespace": "shop",
  });
});

it("makes any name a valid label value", () => {
  const name = `system:${"x".repeat(80)}`;
  const { labels } = resultMetadata(
    resource({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name } }),
    place,
  );
  expect(labels["kubescape.io/workload-name"]).toBe(`system-${"x".repeat(56)}`);
});

function resource(object: object): ScannedResource {
  const found = scannedResource(object);
  if (!found) throw new Error("names no object");
  return found;
}
