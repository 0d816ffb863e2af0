import type { Kind } from "../../meta/kind.ts";
import { forbidden, notFound } from "../../meta/status.ts";
import type { ApiDeps } from "../call.ts";

/**
 * What kube-apiserver's own kinds are told by the admission plugin NamespaceLifecycle, which it does not ask about those
 * of other servers: nothing is made in a namespace that does not exist, or that is being emptied and would not end.
 *
 * @throws StatusError 404 about the namespace, or 403 with the cause `NamespaceTerminating`.
 */
export async function admitToNamespace(
  kind: Kind,
  name: string,
  namespace: string,
  { namespaceState }: Pick<ApiDeps, "namespaceState">,
): Promise<void> {
  const state = await namespaceState(namespace);
  if (state === "missing") throw notFound({ plural: "namespaces", group: "" }, namespace);
  if (state !== "terminating") return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const message = `namespace ${namespace} is being terminated`;
  throw forbidden(kind, name, why, [{ reason: "NamespaceTerminating", message, field: "metadata.namespace" }]);
}
