import type { KubeObject } from "@sortie/kube";
import { groupAndVersion, isRecord, type ObjectName, resourceId } from "@sortie/wire/plain";

/** What a verdict is about: one object, or a subject together with the objects that give it its rights. */
export type ScannedResource = ObjectName & {
  /** Kubescape's resource ID (docs/reference/posture-results.md, "Resource IDs"). */
  id: string;
  /** Of a subject: the role and the binding. Empty for a plain object. */
  related: readonly ObjectName[];
  /** Of a plain object that a server has given one. */
  uid?: string | undefined;
};

/**
 * Says what a rule's input or answer is. `undefined` for something that names no object, which fails nothing.
 * Which shape it is follows the order of docs/reference/posture-results.md, "Resource IDs".
 */
export function scannedResource(object: unknown): ScannedResource | undefined {
  if (!isRecord(object)) return undefined;
  if (isSubject(object)) return subjectWithRelated(object);
  const name = objectName(object);
  if (!name) return undefined;
  return scanned(name, resourceId(name), none, uidOf(object));
}

/** A user, group or service account with `relatedObjects`, as the RBAC aggregator makes it and RBAC rules answer. */
function isSubject(object: Record<string, unknown>): boolean {
  return typeof object.kind === "string" && typeof object.name === "string" && "relatedObjects" in object;
}

function subjectWithRelated(object: Record<string, unknown>): ScannedResource {
  const apiVersion = text(object.apiVersion);
  const apiGroup = text(object.apiGroup);
  const subject = {
    ...(apiVersion ? groupAndVersion(apiVersion) : { group: apiGroup, version: "" }),
    namespace: text(object.namespace),
    kind: text(object.kind),
    name: text(object.name),
  };
  const related = (Array.isArray(object.relatedObjects) ? object.relatedObjects : [])
    .map((one) => objectName(one as KubeObject))
    .filter((one) => one !== undefined);
  const own = [apiVersion || apiGroup, subject.namespace, subject.kind, subject.name].join("/");
  const id = [...related.map(resourceId), own].toSorted(compareBytes).join("/");
  return scanned(subject, id, related);
}

const none: readonly ObjectName[] = [];

/** Written out, because there are a hundred thousand of them: spread, what comes after the name takes a list of its own. */
function scanned(from: ObjectName, id: string, related: readonly ObjectName[], uid?: string): ScannedResource {
  const { group, version, kind, namespace, name } = from;
  return { group, version, kind, namespace, name, id, related, uid };
}

function objectName(object: KubeObject): ObjectName | undefined {
  if (!isRecord(object)) return undefined;
  const { apiVersion, kind, metadata } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string" || kind === "") return undefined;
  const placed = isRecord(metadata) ? metadata : {};
  return { ...groupAndVersion(apiVersion), kind, namespace: text(placed.namespace), name: text(placed.name) };
}

function uidOf({ metadata }: Record<string, unknown>): string | undefined {
  return isRecord(metadata) && typeof metadata.uid === "string" ? metadata.uid : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** UTF-8 byte order, which for these IDs (names are ASCII in practice) differs from locale order. */
function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
