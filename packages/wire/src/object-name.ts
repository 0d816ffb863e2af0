/** What tells an object from others. `group` is empty for the core group, `namespace` for a cluster-scoped object. */
export type ObjectName = { group: string; version: string; kind: string; namespace: string; name: string };

const hostDataGroup = "hostdata.kubescape.cloud";

/**
 * Kubescape's resource ID of an object, `apps/v1/shop/Deployment/cart`. Descriptions of nodes and of clusters have no
 * segment for a namespace (docs/reference/posture-results.md, "Resource IDs").
 */
export function resourceId({ group, version, kind, namespace, name }: ObjectName): string {
  const isWithoutNamespace = group === hostDataGroup || kind === "ClusterDescribe";
  // A scan keeps a hundred thousand of them: joined, an ID is one text, where a template's is a tree of its parts.
  return (isWithoutNamespace ? [group, version, kind, name] : [group, version, namespace, kind, name]).join("/");
}

type GroupAndVersion = Pick<ObjectName, "group" | "version">;

/** A cluster has a few dozen of them and a hundred thousand objects: the texts are made and kept once. */
const known = new Map<string, GroupAndVersion>();
const mostKnown = 1000;

/** `apps/v1`, `v1` of the core group, and the group alone of subjects, which have no version. */
export function apiVersionOf({ group, version }: GroupAndVersion): string {
  return [group, version].filter((part) => part !== "").join("/");
}

/** The two parts of an object's `apiVersion`. */
export function groupAndVersion(apiVersion: string): Readonly<GroupAndVersion> {
  const found = known.get(apiVersion);
  if (found) return found;
  const slash = apiVersion.indexOf("/");
  const made = { group: apiVersion.slice(0, Math.max(slash, 0)), version: apiVersion.slice(slash + 1) };
  if (known.size < mostKnown) known.set(apiVersion, made);
  return made;
}
