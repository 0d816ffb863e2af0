import { hash } from "node:crypto";
import { type ApiObject, bodyOf } from "../meta/metadata.ts";

const name = "kubescape.io/sync-checksum";
/** What kubectl notes for itself. */
const applied = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * The object with a checksum of what it says among its annotations: Kubescape's synchronizer and node agent see by it that
 * they know an object, without its body. Only whether two are equal means something. Neither times, versions nor owners
 * of fields are part of it.
 */
export function withChecksum(object: ApiObject): ApiObject {
  const { name: of, namespace, labels = {}, annotations = {} } = object.metadata;
  const said = sorted(annotations).filter(([key]) => key !== name && key !== applied);
  const text = JSON.stringify([namespace, of, sorted(labels), said, bodyOf(object)]);
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [name]: hash("sha256", text) } } };
}

function sorted(texts: Record<string, string>): [string, string][] {
  return Object.entries(texts).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
