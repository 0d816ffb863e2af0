import { resourceIdAnnotation } from "@sortie/wire";
import { expect, it } from "vitest";
import { judgedOf } from "./judged.ts";

const rbac = { apiGroup: "rbac.authorization.k8s.io", apiVersion: "v1" };
const role = { ...rbac, kind: "ClusterRole", namespace: "", name: "system:admin" };
const binding = { ...rbac, kind: "RoleBinding", namespace: "shop", name: "admins" };
const rightsText =
  "rbac.authorization.k8s.io/v1//ClusterRole/system:admin/rbac.authorization.k8s.io/v1/shop/RoleBinding/admins";

it.each<[what: string, id: string, related: (typeof role)[], name: object]>([
  [
    "an object",
    "apps/v1/shop/Deployment/cart",
    [],
    { group: "apps", version: "v1", namespace: "shop", kind: "Deployment", name: "cart" },
  ],
  [
    "an object of the whole cluster",
    "/v1//Namespace/shop",
    [],
    { group: "", version: "v1", namespace: "", kind: "Namespace", name: "shop" },
  ],
  [
    "host data",
    "hostdata.kubescape.cloud/v1beta0/KubeletInfo/node-1",
    [],
    { group: "hostdata.kubescape.cloud", version: "v1beta0", namespace: "", kind: "KubeletInfo", name: "node-1" },
  ],
  [
    "a subject whose own name comes first",
    `/shop/ServiceAccount/cart/${rightsText}`,
    [binding, role],
    { group: "", version: "", namespace: "shop", kind: "ServiceAccount", name: "cart" },
  ],
  [
    "a subject whose own name comes last",
    `${rightsText}/rbac.authorization.k8s.io//Group/system:masters`,
    [binding, role],
    { group: "rbac.authorization.k8s.io", version: "", namespace: "", kind: "Group", name: "system:masters" },
  ],
])("names %s as its ID does", (_what, id, relatedObjects, name) => {
  const metadata = { name: "any", annotations: { [resourceIdAnnotation]: id } };
  expect(judgedOf({ metadata, relatedObjects }, [])).toMatchObject({ id, name });
});

it("has a name for a result that somebody stored without an ID", () => {
  expect(judgedOf({ metadata: { namespace: "shop", name: "cart" }, relatedObjects: [] }, []).id).toBe("shop/cart");
});
