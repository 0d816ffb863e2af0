import type { Kind } from "../meta/kind.ts";
import { type ApiObject, bodyOf, type Metadata } from "../meta/metadata.ts";
import { isEqual } from "./is-equal.ts";

/**
 * The stored object after a write of `sent`: name, uid and times stay, `generation` counts changes of the body. On a kind
 * with a status a write changes the status or everything else, never both.
 */
export function changedObject(
  kind: Kind,
  current: ApiObject,
  sent: ApiObject,
  subresource: string | undefined,
): ApiObject {
  if (subresource === "status") return { ...current, status: sent.status };
  // Clients that know nothing of ownership leave it out; those that send it mean it.
  const managedFields = sent.metadata.managedFields ?? current.metadata.managedFields;
  const { generateName, labels, annotations, ownerReferences, finalizers } = sent.metadata;
  const { name, namespace, uid, generation, creationTimestamp } = current.metadata;
  const { resourceVersion, deletionTimestamp, deletionGracePeriodSeconds } = current.metadata;
  const metadata: Metadata = {
    name,
    ...(generateName && { generateName }),
    ...(namespace && { namespace }),
    uid,
    resourceVersion,
    generation,
    creationTimestamp,
    ...(deletionTimestamp && { deletionTimestamp, deletionGracePeriodSeconds }),
    ...(labels && { labels }),
    ...(annotations && { annotations }),
    ...(ownerReferences && { ownerReferences }),
    ...(finalizers && { finalizers }),
    ...(managedFields?.length && { managedFields }),
  };
  const changed: ApiObject = { ...bodyOf(sent, "status"), metadata };
  const status = kind.hasStatus ? current.status : sent.status;
  if (status !== undefined) changed.status = status;
  if (!isEqual(bodyOf(current, "status"), bodyOf(changed, "status"))) {
    metadata.generation = (generation ?? 0) + 1;
  }
  return changed;
}

/** Whether a write changes nothing, apart from when it was. Such a write gets no resourceVersion and no event. */
export function isSame(a: ApiObject, b: ApiObject): boolean {
  return isEqual(comparable(a), comparable(b));
}

function comparable(object: ApiObject): unknown {
  const labels = someOf(object.metadata.labels);
  const annotations = someOf(object.metadata.annotations);
  const managedFields = object.metadata.managedFields?.map((entry) => ({ ...entry, time: "" }));
  // Metadata first: where a body has changed, so has its generation, which is sooner found out.
  return { metadata: { ...object.metadata, labels, annotations, managedFields }, ...bodyOf(object) };
}

/** A patch that takes away what is not there leaves an empty map, which says no more than none. */
function someOf(map: Record<string, string> | undefined): Record<string, string> | undefined {
  for (const _ in map) return map;
  return undefined;
}
