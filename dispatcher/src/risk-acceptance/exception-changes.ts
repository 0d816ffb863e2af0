import type { KubeObject } from "@sortie/kube";

/** The versions of exceptions that were last looked at, by `objectKey`. */
type Versions = Map<string, string>;

/**
 * Whether an exception says something else than when it was last looked at, which is remembered. Its status, its labels and
 * its annotations say nothing to a scan, and do not count.
 */
export function hasChanged(versions: Versions, key: string, object: KubeObject | undefined): boolean {
  const before = versions.get(key);
  if (object === undefined) return versions.delete(key);
  const { uid = "", generation = 0 } = object.metadata ?? {};
  const version = `${uid}/${generation}`;
  versions.set(key, version);
  return version !== before;
}

/** Whether one of these has expired after `since` and by `until`, in milliseconds of Unix time. */
export function anyExpired(exceptions: Iterable<KubeObject>, since: number, until: number): boolean {
  return [...exceptions].some(({ spec }) => {
    const at = Date.parse(String((spec as { expiresAt?: unknown } | null | undefined)?.expiresAt));
    return at > since && at <= until;
  });
}
