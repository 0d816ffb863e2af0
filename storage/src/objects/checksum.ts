import { createHash } from "node:crypto";
import type { ApiObject } from "../meta/metadata.ts";

const name = "kubescape.io/sync-checksum";
/** What kubectl notes for itself. */
const applied = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * The object with a checksum of what it says among its annotations: Kubescape's synchronizer and node agent see by it that
 * they know an object, without its body. Only whether two are equal means something. Neither times, versions nor owners
 * of fields are part of it.
 *
 * @param body Its body as it is stored.
 */
export function withChecksum(object: ApiObject, body: string | Uint8Array): ApiObject {
  const { name: of, namespace, labels = {}, annotations = {} } = object.metadata;
  const said = sorted(annotations).filter(([key]) => key !== name && key !== applied);
  const head = JSON.stringify([namespace, of, sorted(labels), said]).slice(0, -1);
  const checksum = createHash("sha256").update(`${head},{`).update(body).update("}]").digest("hex");
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [name]: checksum } } };
}

function sorted(texts: Record<string, string>): [string, string][] {
  return Object.entries(texts).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
