import { isPlainObject, type JsonObject, type JsonValue } from "./json-value.ts";

/** What of a JSON Schema (drafts 4 to 7) says what type a value is of. */
export type SchemaNode = {
  readonly types: readonly string[];
  /** In order; of allOf together, some may be named twice. */
  readonly properties: readonly (readonly [name: string, schema: JsonValue])[];
  readonly items: readonly JsonValue[];
  /** Whether `items` is one schema for all. */
  readonly isList: boolean;
  readonly anyOf: readonly JsonValue[] | undefined;
  readonly allOf: readonly JsonValue[] | undefined;
  readonly ref: string | undefined;
};

/** A JSON Schema that cannot be one, in OPA's words. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
}

const known = ["array", "boolean", "integer", "number", "null", "object", "string"];
const everything: SchemaNode = {
  types: [],
  properties: [],
  items: [],
  isList: false,
  anyOf: undefined,
  allOf: undefined,
  ref: undefined,
};

/** Throws {@link SchemaError}. */
export function schemaNode(schema: JsonValue): SchemaNode {
  if (typeof schema === "boolean") return everything;
  if (!isPlainObject(schema)) return invalid("schema is invalid");
  const ref = schema.$ref;
  if (typeof ref === "string") return { ...everything, ref };
  const items = schema.items;
  return {
    types: typesOf(schema.type),
    properties: propertiesOf(schema),
    items: Array.isArray(items) ? items : items === undefined ? [] : [items],
    isList: !Array.isArray(items),
    anyOf: listOf(schema, "anyOf"),
    allOf: listOf(schema, "allOf"),
    ref: undefined,
  };
}

function typesOf(type: JsonValue | undefined): string[] {
  if (type === undefined) return [];
  const types = Array.isArray(type) ? type : [type];
  return types.map((name) => {
    if (typeof name !== "string") return invalid("Invalid type. Expected: type, given: string/Array Of Strings");
    if (known.includes(name)) return name;
    return invalid(
      `has a primitive type that is NOT VALID -- given: /${name}/ Expected valid values are:[${known.join(" ")}]`,
    );
  });
}

function propertiesOf(schema: JsonObject): [string, JsonValue][] {
  const properties = schema.properties;
  if (properties === undefined) return [];
  return isPlainObject(properties) ? Object.entries(properties) : invalid("Properties must be of type object");
}

function listOf(schema: JsonObject, keyword: "anyOf" | "allOf"): readonly JsonValue[] | undefined {
  const list = schema[keyword];
  if (list === undefined) return undefined;
  return Array.isArray(list) ? list : invalid(`${keyword} must be of type array`);
}

export function invalid(message: string): never {
  throw new SchemaError(`unable to compile the schema: ${message}`);
}
