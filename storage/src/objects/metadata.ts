import { z } from "zod";
import type { FieldSet } from "../managed-fields/field-set.ts";
import { isObject } from "./merge-patch.ts";

const OwnerReference = z.object({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  name: z.string().min(1),
  uid: z.string().min(1),
  controller: z.boolean().optional(),
  blockOwnerDeletion: z.boolean().optional(),
});

function isFieldSet(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(isFieldSet);
}

/** What one field manager owns; `fieldsV1` is a tree of `f:<field>` keys. Kubernetes, "Server-Side Apply". */
const ManagedFieldsEntry = z.object({
  manager: z.string(),
  operation: z.enum(["Apply", "Update"]),
  apiVersion: z.string(),
  time: z.string().optional(),
  fieldsType: z.literal("FieldsV1"),
  fieldsV1: z.custom<FieldSet>(isFieldSet),
  subresource: z.string().optional(),
});
export type ManagedFieldsEntry = z.infer<typeof ManagedFieldsEntry>;

/** Clients written in Go send `null` for what they do not know. */
function maybe<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** An empty entry is how a client says that it wants the list emptied; what else cannot be read is worth nothing. */
function readableEntries(entries: unknown[]): ManagedFieldsEntry[] {
  return entries.map((entry) => ManagedFieldsEntry.safeParse(entry).data).filter((entry) => entry !== undefined);
}

/** `metadata` of any object as a client sends it. Unknown fields are dropped. */
export const Metadata = z.object({
  name: maybe(z.string()),
  generateName: maybe(z.string()),
  namespace: maybe(z.string()),
  uid: maybe(z.string()),
  resourceVersion: maybe(z.string()),
  generation: maybe(z.int()),
  creationTimestamp: maybe(z.string()),
  deletionTimestamp: maybe(z.string()),
  deletionGracePeriodSeconds: maybe(z.int()),
  labels: maybe(z.record(z.string(), z.string())),
  annotations: maybe(z.record(z.string(), z.string())),
  ownerReferences: maybe(z.array(OwnerReference)),
  finalizers: maybe(z.array(z.string())),
  managedFields: maybe(z.array(z.unknown()).transform(readableEntries)),
});
export type Metadata = Partial<z.infer<typeof Metadata>>;

/** A parsed object of any kind. */
export type ApiObject = { metadata: Metadata; [field: string]: unknown };

/** The object without its type and metadata, and without other fields that are named. */
export function bodyOf(object: ApiObject, ...without: string[]): Record<string, unknown> {
  const left = new Set(["apiVersion", "kind", "metadata", ...without]);
  return Object.fromEntries(Object.entries(object).filter(([field]) => !left.has(field)));
}
