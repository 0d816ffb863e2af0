import type { Field, FieldType, Message } from "../schema/message.ts";

/** The part of an OpenAPI 3.0 schema object that we write. */
export type Schema = {
  type?: string;
  format?: string;
  description?: string | undefined;
  nullable?: boolean;
  minimum?: number;
  default?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  allOf?: Schema[];
  $ref?: string;
  [extension: `x-kubernetes-${string}`]: unknown;
};

/** A reference to another message's schema, as the version of OpenAPI has it. */
export type RefTo = (message: Message) => Schema;

/**
 * The schema of one message: what clients of Kubernetes understand of it, which is types, names, descriptions and which
 * lists are written as a whole.
 */
export function schemaOf(message: Message, ref: RefTo): Schema {
  return { type: "object", description: message.description, properties: propertiesOf(message, ref) };
}

/** Messages that a message is made of, itself included. */
export function messagesIn(message: Message, found = new Set<Message>()): Set<Message> {
  if (found.has(message)) return found;
  found.add(message);
  for (const { type } of message.fields) {
    const inner = innermost(type);
    if (inner.is === "message") messagesIn(inner, found);
  }
  return found;
}

function propertiesOf(message: Message, ref: RefTo): Record<string, Schema> {
  const properties: Record<string, Schema> = {};
  for (const field of message.fields) {
    if (field.isInline && field.type.is === "message") Object.assign(properties, propertiesOf(field.type, ref));
    else properties[field.name] = propertyOf(field, ref);
  }
  return properties;
}

function propertyOf({ type, description, isOptional, isPointer }: Field, ref: RefTo): Schema {
  // What may be `null` stands in place: what a reference is to must hold beside `nullable` (OpenAPI 3.0.3, "Schema Object").
  if (type.is === "message" && isPointer && !isOptional) return { ...schemaOf(type, ref), description, nullable: true };
  const schema = typeSchema(type, ref);
  if (schema.$ref !== undefined) return { allOf: [schema], description };
  const mayBeNull = isPointer || (!isOptional && (type.is === "list" || type.is === "map" || type.is === "time"));
  return { ...schema, description, ...(mayBeNull && { nullable: true }) };
}

function typeSchema(type: FieldType, ref: RefTo): Schema {
  switch (type.is) {
    case "message":
      return ref(type);
    case "list":
      return { type: "array", items: typeSchema(type.of, ref), ...listType(type.keys) };
    case "map":
      return { type: "object", additionalProperties: typeSchema(type.of, ref) };
    case "string":
      return { type: "string" };
    case "bool":
      return { type: "boolean" };
    case "int32":
    case "int64":
      return { type: "integer", format: type.is, ...(type.minimum !== undefined && { minimum: type.minimum }) };
    case "float":
    case "double":
      return { type: "number", format: type.is };
    case "time":
      return { type: "string", format: "date-time" };
    case "raw":
      return { "x-kubernetes-preserve-unknown-fields": true };
    default:
      return { type: "object" };
  }
}

/** How two who apply the same list come to terms. */
function listType(keys: string[] | undefined): Schema {
  if (keys === undefined) return { "x-kubernetes-list-type": "atomic" };
  if (keys.length === 0) return { "x-kubernetes-list-type": "set" };
  return { "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": keys };
}

function innermost(type: FieldType): FieldType {
  return type.is === "list" || type.is === "map" ? innermost(type.of) : type;
}

export function mapValues<T, R>(record: Record<string, T>, change: (value: T, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
