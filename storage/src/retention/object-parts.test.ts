import type { KubeObject } from "@sortie/kube";
import { expect, it } from "vitest";
import { hasPart, partsOf } from "./object-parts.ts";

const subjectId =
  "rbac.authorization.k8s.io//User/jane/rbac.authorization.k8s.io/v1//ClusterRole/admin/rbac.authorization.k8s.io/v1//ClusterRoleBinding/team";
const jane = { apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "jane" };

it.each<[what: string, id: string, binding: object, has: boolean]>([
  ["a subject that is in it", subjectId, { subjects: [jane] }, true],
  ["a subject that was taken out", subjectId, { subjects: [{ ...jane, name: "joe" }] }, false],
  ["subjects that were all taken out", subjectId, { subjects: null }, false],
  ["a group of that name", subjectId, { subjects: [{ ...jane, kind: "Group" }] }, false],
  ["another role", subjectId, { subjects: [jane], roleRef: { kind: "ClusterRole", name: "view" } }, false],
  [
    "a service account",
    "/shop/ServiceAccount/jane/rbac.authorization.k8s.io/v1//ClusterRole/admin",
    { subjects: [{ kind: "ServiceAccount", namespace: "shop", name: "jane" }] },
    true,
  ],
  [
    "a service account of another namespace",
    "/shop/ServiceAccount/jane/rbac.authorization.k8s.io/v1//ClusterRole/admin",
    { subjects: [{ kind: "ServiceAccount", namespace: "lab", name: "jane" }] },
    false,
  ],
])("looks in a binding for %s", (_what, id, binding, has) => {
  const object = { roleRef: { kind: "ClusterRole", name: "admin" }, ...binding } as KubeObject;
  expect(hasPart(partsOf(object), owner({ subjectId: id }))).toBe(has);
});

it("takes for had what an object of that sort does not tell", () => {
  expect(hasPart(undefined, owner({ subjectId }))).toBe(true);
  expect(hasPart(partsOf({}), owner({ container: "app" }))).toBe(true);
});

function owner(about: { container?: string; subjectId?: string }) {
  const object = { is: "object", group: undefined, kind: "clusterrolebinding", namespace: "", name: "team" } as const;
  return { ...object, container: undefined, subjectId: undefined, ...about };
}
