import type { ApiDeps } from "../api/call.ts";
import { isApply } from "../api/wire/patch-types.ts";
import { resourceName } from "../meta/kind.ts";
import type { Asked } from "./asked.ts";

/**
 * Whether a request applies an object that does not exist, and so makes it: to create is another right than to patch.
 * Kubernetes, "Server-Side Apply", "API".
 */
export async function appliesNew(
  { info, raw }: Pick<Asked, "info" | "raw">,
  { kinds, store }: Pick<ApiDeps, "kinds" | "store">,
): Promise<boolean> {
  if (info.type !== "resource" || info.verb !== "patch" || info.name === undefined) return false;
  if (!isApply(raw.headers.get("content-type"))) return false;
  const kind = kinds.find(info.group, info.version, info.plural);
  if (!kind) return false;
  const key = { kind: resourceName(kind), namespace: info.namespace ?? "", name: info.name };
  return (await store.get(key)) === undefined;
}
