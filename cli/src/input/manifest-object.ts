import type { KubeObject } from "@sortie/kube";

/**
 * An object of the input: as the JSON that is scanned, and what is known of it without a look into that. As a tree of values
 * it would take five times the memory, and a report looks into few.
 */
export type ManifestObject = {
  apiVersion: string;
  kind: string;
  /** Empty where it has none. */
  namespace: string;
  name: string;
  /** `spec.replicas`, where that is a number. */
  replicas: number | undefined;
  json: Buffer;
};

/** @param json what the object was read from, where that is JSON. */
export function manifestObject(object: KubeObject, json?: Buffer): ManifestObject {
  const { apiVersion = "", kind = "", metadata, spec } = object;
  return {
    apiVersion,
    kind,
    namespace: textOf(metadata?.namespace),
    name: textOf(metadata?.name),
    replicas: replicasOf(spec),
    json: json ?? Buffer.from(JSON.stringify(object)),
  };
}

/** The object as a tree of values. */
export function treeOf({ json }: ManifestObject): KubeObject {
  return JSON.parse(json.toString()) as KubeObject;
}

/** A manifest may have anything in the place of a name; it is scanned all the same. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

function replicasOf(spec: unknown): number | undefined {
  const replicas = typeof spec === "object" && spec !== null && "replicas" in spec ? spec.replicas : undefined;
  return typeof replicas === "number" ? replicas : undefined;
}
