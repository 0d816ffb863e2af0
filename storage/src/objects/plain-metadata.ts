import type { Metadata } from "../meta/metadata.ts";
import { isObject } from "../schema/is-object.ts";

type Field = keyof Metadata;

const texts = new Set<string>(["name", "generateName", "namespace", "uid", "resourceVersion"] satisfies Field[]);
const made = "creationTimestamp" satisfies Field;
/** As servers write it. To have it parsed takes longer than the rest. */
const usualTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const maps = new Set<string>(["labels", "annotations"] satisfies Field[]);

/**
 * Metadata that consists of texts, labels and annotations, as most writers send it: what the schema would make of it, without
 * the time that the schema takes. `undefined` for all other.
 */
export function plainMetadata(sent: unknown): Metadata | undefined {
  if (!isObject(sent)) return undefined;
  const read: Record<string, unknown> = {};
  for (const key in sent) {
    const value = sent[key];
    if (!isPlain(key, value)) return undefined;
    // Clients written in Go send `null` for what they do not know.
    read[key] = value ?? undefined;
  }
  return read;
}

function isPlain(key: string, value: unknown): boolean {
  if (texts.has(key)) return typeof value === "string" || value === null;
  if (key === made) return value === null || (typeof value === "string" && usualTime.test(value));
  return maps.has(key) && (value === null || isTextMap(value));
}

function isTextMap(value: unknown): boolean {
  if (!isObject(value)) return false;
  for (const key in value) if (typeof value[key] !== "string" || key === "__proto__") return false;
  return true;
}
