import { expect, it } from "vitest";
import { scannedResource } from "./scanned-resource.ts";

const role = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "admin" } };
const binding = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRoleBinding", metadata: { name: "b" } };

it.each<[what: string, object: object, id: string]>([
  [
    "a workload",
    { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "shop" } },
    "apps/v1/shop/Deployment/web",
  ],
  [
    "an object of the core group",
    { apiVersion: "v1", kind: "Pod", metadata: { name: "x", namespace: "default" } },
    "/v1/default/Pod/x",
  ],
  ["a cluster-scoped object", role, "rbac.authorization.k8s.io/v1//ClusterRole/admin"],
  ["an object without metadata", { apiVersion: "v1", kind: "Pod" }, "/v1//Pod/"],
  [
    "host data, which has no namespace segment",
    { apiVersion: "hostdata.kubescape.cloud/v1beta0", kind: "KubeletInfo", metadata: { name: "node-1" }, data: {} },
    "hostdata.kubescape.cloud/v1beta0/KubeletInfo/node-1",
  ],
  [
    "a cloud description",
    { apiVersion: "eks.amazonaws.com/v1", kind: "ClusterDescribe", metadata: { name: "prod" }, data: {} },
    "eks.amazonaws.com/v1/ClusterDescribe/prod",
  ],
  [
    "a subject, sorted in among its related objects",
    { kind: "User", name: "bob", apiGroup: "rbac.authorization.k8s.io", relatedObjects: [binding, role] },
    "rbac.authorization.k8s.io//User/bob/rbac.authorization.k8s.io/v1//ClusterRole/admin/rbac.authorization.k8s.io/v1//ClusterRoleBinding/b",
  ],
  [
    "a service account, whose group is empty",
    { kind: "ServiceAccount", name: "default", namespace: "shop", relatedObjects: [role] },
    "/shop/ServiceAccount/default/rbac.authorization.k8s.io/v1//ClusterRole/admin",
  ],
  [
    "a subject whose related object is no list, which is not part of the ID",
    { kind: "Pod", name: "x", namespace: "default", relatedObjects: binding },
    "/default/Pod/x",
  ],
])("identifies %s", (_what, object, id) => {
  expect(scannedResource(object)?.id).toBe(id);
});

it("knows what a subject is bound to", () => {
  const subject = scannedResource({
    kind: "User",
    name: "bob",
    apiGroup: "rbac.authorization.k8s.io",
    relatedObjects: [binding, role],
  });
  expect(subject).toMatchObject({
    group: "rbac.authorization.k8s.io",
    version: "",
    kind: "User",
    name: "bob",
    namespace: "",
  });
  expect(subject?.related.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
    "ClusterRoleBinding/b",
    "ClusterRole/admin",
  ]);
});

it.each([[undefined], [null], ["Pod"], [[]], [{}], [{ kind: "Pod" }], [{ apiVersion: 1, kind: "Pod" }]])(
  "takes %j for no object",
  (value) => {
    expect(scannedResource(value)).toBeUndefined();
  },
);
