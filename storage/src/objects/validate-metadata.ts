import type { Cause } from "../meta/cause.ts";
import type { Metadata } from "../meta/metadata.ts";
import { labelValueProblem, qualifiedNameProblem } from "./names.ts";

const annotationsLimit = 256 * 1024;
/**
 * What is wrong with the metadata of an object that is about to be stored. Names are only path segments: writers of
 * results make names that are no DNS names (docs/reference/storage-api.md, "Names").
 */
export function metadataCauses(metadata: Metadata): Cause[] {
  const { name = "", labels = {}, annotations = {}, finalizers = [], ownerReferences = [] } = metadata;
  const causes = nameProblems(name).map((message) => invalidField("name", message));
  for (const key in labels) {
    const value = labels[key] ?? "";
    noteProblem(causes, "labels", key, qualifiedNameProblem(key));
    noteProblem(causes, "labels", value, labelValueProblem(value));
  }
  for (const key in annotations) noteProblem(causes, "annotations", key, qualifiedNameProblem(key.toLowerCase()));
  causes.push(...sizeCauses(annotations));
  for (const each of finalizers) noteProblem(causes, "finalizers", each, qualifiedNameProblem(each));
  causes.push(...propagationCauses(finalizers));
  causes.push(...ownerReferences.flatMap(ownerCauses), ...controllerCauses(ownerReferences));
  return causes;
}

function invalidField(field: string, message: string): Cause {
  return { reason: "FieldValueInvalid", message, field: `metadata.${field}` };
}

function noteProblem(causes: Cause[], field: string, value: string, problem: string | undefined): void {
  if (problem !== undefined) causes.push(invalidField(field, `Invalid value: ${JSON.stringify(value)}: ${problem}`));
}

function sizeCauses(annotations: Record<string, string>): Cause[] {
  let length = 0;
  for (const key in annotations) length += key.length + (annotations[key] ?? "").length;
  // Bytes are counted of those only that may have too many: three for each unit of UTF-16 at most.
  if (3 * length <= annotationsLimit) return [];
  const bytes = Buffer.byteLength(Object.entries(annotations).flat().join(""));
  if (bytes <= annotationsLimit) return [];
  const message = `Too long: may not be more than ${annotationsLimit} bytes`;
  return [{ reason: "FieldValueTooLong", message, field: "metadata.annotations" }];
}

/** Dependents go with the object or stay behind. */
function propagationCauses(finalizers: string[]): Cause[] {
  if (!finalizers.includes("orphan") || !finalizers.includes("foregroundDeletion")) return [];
  const message = "finalizer orphan and foregroundDeletion cannot be both set";
  return [invalidField("finalizers", `Invalid value: ${JSON.stringify(finalizers)}: ${message}`)];
}

function controllerCauses(references: NonNullable<Metadata["ownerReferences"]>): Cause[] {
  const [first, second] = references.filter(({ controller }) => controller);
  if (!first || !second) return [];
  const both = `${first.kind}/${first.name} and ${second.kind}/${second.name}`;
  const message = `Only one reference can have Controller set to true. Found "true" in references for ${both}`;
  return [invalidField("ownerReferences", `Invalid value: ${JSON.stringify(references)}: ${message}`)];
}

type OwnerReference = NonNullable<Metadata["ownerReferences"]>[number];

/** Events come and go with nobody asking for it. */
function ownerCauses(owner: OwnerReference): Cause[] {
  const version = /^(?:[^/]+\/)?([^/]+)$/.exec(owner.apiVersion)?.[1];
  const empty = (["kind", "name", "uid"] as const).filter((field) => owner[field] === "");
  return [
    ...(version ? [] : [ownerField(owner, "apiVersion", "version must not be empty")]),
    ...empty.map((field) => ownerField(owner, field, "must not be empty")),
    ...(owner.kind === "Event" && owner.apiVersion === "v1" ? [eventOwner(owner)] : []),
  ];
}

function ownerField(owner: OwnerReference, field: keyof OwnerReference, problem: string): Cause {
  return invalidField(`ownerReferences.${field}`, `Invalid value: ${JSON.stringify(owner[field])}: ${problem}`);
}

function eventOwner(owner: OwnerReference): Cause {
  const problem = "/v1, Kind=Event is disallowed from being an owner";
  return invalidField("ownerReferences", `Invalid value: ${JSON.stringify(owner)}: ${problem}`);
}

function nameProblems(name: string): string[] {
  // What nearly all are.
  if (/^\w[\w.-]{0,252}$/.test(name)) return [];
  const given = `Invalid value: ${JSON.stringify(name)}`;
  return [
    ...(name === "." || name === ".." ? [`${given}: may not be '${name}'`] : []),
    ...["/", "%"].filter((mark) => name.includes(mark)).map((mark) => `${given}: may not contain '${mark}'`),
    ...(/\p{Cc}/u.test(name) ? [`${given}: has control characters`] : []),
    ...(name.length > 253 ? ["Too long: may not be more than 253 bytes"] : []),
  ];
}
