import type { Entries } from "../entries.ts";

/** API versions with one before them that has the same fields, as far as any rule looks at them. */
const older: Readonly<Record<string, string>> = {
  "apps/v1": "apps/v1beta2",
  "autoscaling/v2": "autoscaling/v2beta2",
  "batch/v1": "batch/v1beta1",
  "gateway.networking.k8s.io/v1": "gateway.networking.k8s.io/v1beta1",
  "networking.istio.io/v1": "networking.istio.io/v1beta1",
  "networking.k8s.io/v1": "networking.k8s.io/v1beta1",
  "rbac.authorization.k8s.io/v1": "rbac.authorization.k8s.io/v1beta1",
};

/** What a file that nobody has touched for years says of the same object. */
export function inOlderVersion(object: unknown): unknown {
  const { apiVersion } = (object ?? {}) as { apiVersion?: string };
  const version = older[apiVersion ?? ""];
  return version === undefined ? object : { ...(object as object), apiVersion: version };
}

/** The same things said, of objects whose resource IDs have the older version. */
export function entriesInOlderVersion(entries: Entries): Entries {
  return new Map([...entries].map(([id, said]) => [inOlderIds(id), new Set([...said].map(inOlderIds))]));
}

const renamings = Object.entries(older).map(
  ([version, before]) => [new RegExp(`(?<=^|[ /])${version.replaceAll(".", "\\.")}(?=/)`, "g"), before] as const,
);

/** Also within the ID of a bundle, and after the word `related`. */
function inOlderIds(text: string): string {
  return renamings.reduce((renamed, [version, before]) => renamed.replaceAll(version, before), text);
}
