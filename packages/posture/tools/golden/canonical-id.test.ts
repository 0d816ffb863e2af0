import { expect, it } from "vitest";
import { canonicalId } from "./canonical-id.ts";

const binding = "rbac.authorization.k8s.io/v1/shop/RoleBinding/b";
const role = "rbac.authorization.k8s.io/v1//ClusterRole/r";

it.each<[id: string, canonical: string]>([
  ["api=/v1//Namespace/default", "/v1//Namespace/default"],
  ["path=12/api=apps/v1/shop/Deployment/web", "apps/v1/shop/Deployment/web"],
  ["apps/v1/shop/Deployment/path=1", "apps/v1/shop/Deployment/path=1"],
  [`/shop/ServiceAccount/a/path=9/api=${binding}/path=1/api=${role}`, `/shop/ServiceAccount/a/${role}/${binding}`],
  [
    `api=${role}/path=2/api=${binding}/rbac.authorization.k8s.io//User/bob`,
    ordered("rbac.authorization.k8s.io//User/bob"),
  ],
])("%s is %s", (id, canonical) => {
  expect(canonicalId(id)).toBe(canonical);
});

function ordered(subject: string): string {
  return [role, binding, subject].toSorted().join("/");
}
