import { z } from "zod";
import type { Kind } from "../kinds/kind.ts";

/** The part of an OpenAPI 3.0 schema object that we write. */
export type Schema = {
  type?: string;
  format?: string;
  description?: string | undefined;
  nullable?: boolean;
  enum?: string[];
  default?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  allOf?: Schema[];
  $ref?: string;
  [extension: `x-kubernetes-${string}`]: unknown;
};

/** Fields that every object has; the documents describe them once. */
const shared = new Set(["apiVersion", "kind", "metadata"]);

/**
 * The schema of a kind as clients may send it, from its zod schema. `metadata` is left to the caller, which refers to
 * the one that all kinds share.
 */
export function schemaOf(kind: Kind): Schema {
  const raw = z.toJSONSchema(kind.schema, { target: "openapi-3.0", io: "input", unrepresentable: "any" });
  const fields = Object.entries((raw.properties ?? {}) as Record<string, Schema>).filter(
    ([field]) => !shared.has(field),
  );
  const described = fields.map(([field, schema]) => [field, converted(schema, field, kind)]);
  const description = kind.descriptions[""];
  return { type: "object", ...(description && { description }), properties: Object.fromEntries(described) };
}

/** What clients of Kubernetes understand of a schema: types, names, descriptions, which lists are written as a whole. */
function converted(schema: Schema, path: string, kind: Kind): Schema {
  const { type, nullable, default: fallback, enum: values, properties, required, items, additionalProperties } = schema;
  const description = kind.descriptions[path];
  const result: Schema = {
    ...(description && { description }),
    ...(type ? { type, ...formatOf(type) } : { "x-kubernetes-preserve-unknown-fields": true }),
    ...(nullable && { nullable }),
    ...(values && { enum: values }),
    ...(fallback !== undefined && { default: fallback }),
    ...(required && { required }),
  };
  if (properties) {
    result.properties = mapValues(properties, (below, field) => converted(below, `${path}.${field}`, kind));
  }
  // What is said about a list or map is not said again about each of its values.
  if (items) {
    result.items = { ...converted(items, path, kind), description: undefined };
    result["x-kubernetes-list-type"] = "atomic";
  }
  if (typeof additionalProperties === "object" && !properties) {
    result.additionalProperties = { ...converted(additionalProperties, path, kind), description: undefined };
  }
  if (type === "object" && kind.atomicFields.includes(path)) result["x-kubernetes-map-type"] = "atomic";
  return result;
}

export function mapValues<T, R>(record: Record<string, T>, change: (value: T, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

function formatOf(type: string): Schema {
  if (type === "integer") return { format: "int64" };
  return type === "number" ? { format: "double" } : {};
}
