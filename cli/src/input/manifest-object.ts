import type { KubeObject } from "@sortie/kube";
import { isRecord, maskedObject } from "@sortie/wire/plain";
import type { FilePart } from "./file-part.ts";
import type { KeptText } from "./text-store.ts";

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
  json: Buffer | FilePart;
  /** What a report shows of it, where that was made when its values were there. */
  masked?: KeptText | undefined;
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

/** Tells whether a value of a file is what an object was made of. Items of a `PodList` leave out their type. */
export function isObjectOf({ apiVersion, kind, namespace, name }: ManifestObject): (value: unknown) => boolean {
  return (value) => {
    if (!isRecord(value) || !isRecord(value.metadata)) return false;
    const { metadata } = value;
    return (
      (value.apiVersion ?? apiVersion) === apiVersion &&
      (value.kind ?? kind) === kind &&
      textOf(metadata.namespace) === namespace &&
      nameIn(metadata) === name
    );
  };
}

/** An object that only has `generateName` gets that as its name, since a result needs a name to be found by. */
export function nameIn({ name, generateName }: { name?: unknown; generateName?: unknown }): string {
  if (name !== undefined || typeof generateName !== "string") return textOf(name);
  return generateName.replace(/-+$/, "");
}

/** @throws UsageError where the file that it is in was changed. */
export function jsonOf({ json }: Pick<ManifestObject, "json">): Buffer {
  return Buffer.isBuffer(json) ? json : json.read();
}

/** The object as a tree of values. */
export function treeOf(object: ManifestObject): KubeObject {
  return JSON.parse(jsonOf(object).toString()) as KubeObject;
}

/** The JSON of the object as it may be stored and sent (`maskedObject`). */
export function maskedJson(object: ManifestObject): string {
  return object.masked?.read() ?? JSON.stringify(maskedObject(treeOf(object)));
}

/** A manifest may have anything in the place of a name. What is no text names nothing, as in the IDs of results. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function replicasOf(spec: unknown): number | undefined {
  const replicas = typeof spec === "object" && spec !== null && "replicas" in spec ? spec.replicas : undefined;
  return typeof replicas === "number" ? replicas : undefined;
}
