import { z } from "zod";
import { isObject } from "../schema/is-object.ts";
import { isTime } from "../schema/scalar.ts";
import type { FieldSet } from "./fields-v1.ts";

/** What Go makes of `null` among the values of a list or map. */
const text = z
  .string()
  .nullable()
  .transform((value) => value ?? "");

/** What is not said is empty, and refused when the object is validated. */
const word = text.default("");

/** In the words of Go. */
const time = z.string().refine(isTime, {
  error: ({ input }) => `parsing time ${JSON.stringify(input)} as "2006-01-02T15:04:05Z07:00"`,
});

const OwnerReference = z.object({
  apiVersion: word,
  kind: word,
  name: word,
  uid: word,
  controller: maybe(z.boolean()),
  blockOwnerDeletion: maybe(z.boolean()),
});

/** A field, a key, a value or an index; a dot is the object itself. */
const fieldName = /^(?:[fkvi]:|\.$)/;

function isFieldSet(value: unknown): boolean {
  return isObject(value) && Object.entries(value).every(([name, below]) => fieldName.test(name) && isFieldSet(below));
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

/** An empty list says nothing either. */
function some<T extends z.ZodType<unknown[]>>(schema: T) {
  return schema.nullish().transform((value) => (value?.length ? value : undefined));
}

/**
 * An empty entry in front is how a client says that it wants the list emptied. A list that is empty, or cannot be read, is of a
 * client that does not know what it is for: it says nothing. Kubernetes, "Server-Side Apply", "Clearing managedFields".
 */
function sentEntries(entries: unknown[]): ManagedFieldsEntry[] | undefined {
  const [first] = entries;
  if (isObject(first) && Object.keys(first).length === 0) return [];
  const read = z.array(ManagedFieldsEntry).min(1).safeParse(entries);
  return read.data;
}

/** `metadata` of any object as a client sends it. Unknown fields are dropped. */
export const Metadata = z.object({
  name: maybe(z.string()),
  generateName: maybe(z.string()),
  namespace: maybe(z.string()),
  uid: maybe(z.string()),
  resourceVersion: maybe(z.string()),
  generation: maybe(z.int()),
  creationTimestamp: maybe(time),
  deletionTimestamp: maybe(time),
  deletionGracePeriodSeconds: maybe(z.int()),
  /** No server writes it any more, but clients send what they have. */
  selfLink: z
    .unknown()
    .optional()
    .transform(() => undefined),
  labels: maybe(z.record(z.string(), text)),
  annotations: maybe(z.record(z.string(), text)),
  ownerReferences: some(z.array(OwnerReference)),
  finalizers: some(z.array(text)),
  managedFields: maybe(z.array(z.unknown()).transform(sentEntries)),
});
export type Metadata = Partial<z.infer<typeof Metadata>>;

/** A parsed object of any kind. */
export type ApiObject = { metadata: Metadata; [field: string]: unknown };

/** The object without its type and metadata, and without its status where that is not wanted. */
export function bodyOf(object: ApiObject, without?: "status"): Record<string, unknown> {
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...body } = object;
  if (without === undefined) return body;
  const { status: _status, ...rest } = body;
  return rest;
}
