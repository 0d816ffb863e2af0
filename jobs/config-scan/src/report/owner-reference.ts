import type { ScannedResource } from "@sortie/posture";
import type { OwnerReference } from "@sortie/wire";
import { apiVersionOf } from "@sortie/wire/plain";

/**
 * `group/Kind` of what the chart lets scans list and storage not, as it holds secrets or says whom the API server trusts.
 * Storage cannot see that such an object is gone; the garbage collector can (docs/reference/storage-api.md, "Clean-up").
 */
const unseenByStorage = new Set(["/ConfigMap", "/Secret", "apiregistration.k8s.io/APIService"]);

/** The object that the results of a resource are deleted with. `undefined`: storage looks after them. */
export function ownerReference({ group, version, kind, name, uid }: ScannedResource): OwnerReference | undefined {
  if (uid === undefined || !unseenByStorage.has(`${group}/${kind}`)) return undefined;
  return { apiVersion: apiVersionOf({ group, version }), kind, name, uid };
}
