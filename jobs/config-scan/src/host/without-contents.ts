import type { KubeObject } from "@sortie/kube";
import { isHostData } from "./host-kinds.ts";

/** What stands in place of a file's content. */
const mask = "XXXXXX";

/**
 * Host data fit for a report that is sent: without the contents of the node's files, of which a kubeconfig holds the
 * node's own key. Other objects, and the object itself, are left as they are.
 */
export function withoutContents<T extends KubeObject>(object: T): T {
  return isHostData(object) ? { ...object, data: masked(object.data) } : object;
}

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, key === "content" ? mask : masked(field)]),
  );
}
