import type { Cause } from "../api/status.ts";
import type { Metadata } from "./metadata.ts";

const annotationsLimit = 256 * 1024;
const labelValue = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;
const qualifiedName = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/**
 * What is wrong with the metadata of an object that is about to be stored. Names are only path segments: writers of
 * results make names that are no DNS names (docs/reference/storage-api.md, "Names").
 */
export function metadataCauses(metadata: Metadata): Cause[] {
  const causes: Cause[] = [];
  const wrong = (field: string, message: string) =>
    causes.push({ reason: "FieldValueInvalid", message, field: `metadata.${field}` });
  const { name = "", labels = {}, annotations = {}, finalizers = [] } = metadata;

  for (const message of nameProblems(name)) wrong("name", message);
  for (const [key, value] of Object.entries(labels)) {
    if (!qualifiedName.test(key)) wrong("labels", `Invalid value: "${key}": is no qualified name`);
    if (!labelValue.test(value)) wrong("labels", `Invalid value: "${value}": is no label value`);
  }
  for (const key of Object.keys(annotations)) {
    if (!qualifiedName.test(key.toLowerCase())) wrong("annotations", `Invalid value: "${key}": is no qualified name`);
  }
  const annotationBytes = Object.entries(annotations).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  if (annotationBytes > annotationsLimit)
    wrong("annotations", `Too long: may not be more than ${annotationsLimit} bytes`);
  for (const finalizer of finalizers) {
    if (!qualifiedName.test(finalizer)) wrong("finalizers", `Invalid value: "${finalizer}": is no qualified name`);
  }
  return causes;
}

function nameProblems(name: string): string[] {
  const given = `Invalid value: ${JSON.stringify(name)}`;
  return [
    ...(name === "." || name === ".." || /[/%]/.test(name) ? [`${given}: is no path segment`] : []),
    ...(/\p{Cc}/u.test(name) ? [`${given}: has control characters`] : []),
    ...(name.length > 253 ? ["Too long: may not be more than 253 bytes"] : []),
  ];
}
