/** A workload by Kubescape's name for it. */
export type Wlid = { kind: string; namespace: string; name: string };

/** `wlid://cluster-<cluster>/namespace-<namespace>/<kind>-<name>`: kinds have no dashes, names may. */
export function parseWlid(text: string | undefined): Wlid | undefined {
  const [, namespace, kind, name] = /^wlid:\/\/cluster-[^/]*\/namespace-([^/]*)\/([^-/]+)-(.+)$/.exec(text ?? "") ?? [];
  if (namespace === undefined || !kind || !name) return undefined;
  return { kind: kind.toLowerCase(), namespace, name };
}
