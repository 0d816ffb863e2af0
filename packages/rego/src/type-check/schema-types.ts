import {
  anyType,
  arrayOf,
  booleanType,
  numberType,
  objectOf,
  type RecursiveType,
  stringType,
  type Type,
} from "../types/types.ts";
import { either } from "./combine-types.ts";
import { isPlainObject, type JsonValue } from "./json-value.ts";
import { invalid, SchemaError, type SchemaNode, schemaNode } from "./schema-node.ts";

/** How deep schemas may be nested, and of how many parts a type may be made. */
const deepest = 200;
const mostParts = 30_000;

/**
 * The type of the values that a JSON Schema describes, as OPA reads it for its type checks: an object has the named
 * properties and no others, whatever `additionalProperties` says, and `enum`, `oneOf` and formats say nothing. Schemas
 * are referred to within the document only. Throws {@link SchemaError}.
 */
export function typeOfSchema(document: JsonValue): Type {
  return new SchemaTypes(document).typeOf(schemaNode(document), 0);
}

function unmergeable(why = ""): never {
  throw new SchemaError(`type checking: unable to merge these schemas${why}`);
}

type Definition = { type: Type | undefined; recursive: RecursiveType | undefined };

class SchemaTypes {
  private readonly document: JsonValue;
  private readonly definitions = new Map<string, Definition>();
  private parts = 0;

  constructor(document: JsonValue) {
    this.document = document;
  }

  typeOf(node: SchemaNode, depth: number): Type {
    this.parts += 1;
    if (depth > deepest || this.parts > mostParts) return invalid("nested too deeply");
    if (node.ref !== undefined) return this.referred(node.ref, depth);
    if (node.anyOf !== undefined) return this.anyOf(node, node.anyOf, depth);
    if (node.allOf !== undefined) return this.allOf(node, node.allOf, depth);
    return this.plain(node, depth);
  }

  private inner(schema: JsonValue, depth: number): Type {
    return this.typeOf(schemaNode(schema), depth + 1);
  }

  /** A definition that is met again while it is read contains itself. */
  private referred(ref: string, depth: number): Type {
    const known = this.definitions.get(ref);
    if (known?.type !== undefined) return known.type;
    if (known !== undefined) {
      known.recursive ??= { kind: "recursive", name: ref, type: anyType };
      return known.recursive;
    }
    const definition: Definition = { type: undefined, recursive: undefined };
    this.definitions.set(ref, definition);
    const type = this.inner(this.find(ref), depth);
    definition.type = type;
    if (definition.recursive !== undefined) definition.recursive.type = type;
    return type;
  }

  /** What a JSON pointer (RFC 6901) of the document leads to. */
  private find(ref: string): JsonValue {
    if (!ref.startsWith("#")) return invalid(`reference to another document is not followed: ${ref}`);
    let found = this.document;
    for (const part of ref.slice(1).split("/").slice(1)) {
      const key = decoded(part).replaceAll("~1", "/").replaceAll("~0", "~");
      const member: unknown = Array.isArray(found) || isPlainObject(found) ? Object(found)[key] : undefined;
      if (member === undefined || !Object.hasOwn(found as object, key)) return invalid(`Object has no key '${key}'`);
      found = member as JsonValue;
    }
    return found;
  }

  private anyOf(node: SchemaNode, choices: readonly JsonValue[], depth: number): Type {
    let type: Type | undefined;
    if (node.types.length > 0) {
      const core = this.typeOf({ ...node, anyOf: undefined }, depth + 1);
      if (core.kind === "object" && core.properties.size > 0 && core.dynamic === undefined) type = core;
    }
    for (const choice of choices) type = either(this.inner(choice, depth), type);
    return type ?? anyType;
  }

  private allOf(node: SchemaNode, parts: readonly JsonValue[], depth: number): Type {
    const nodes = parts.map((part) => this.resolved(part)).filter((part) => !isChoiceOnly(part));
    const [first, ...others] = nodes;
    if (first === undefined) return anyType;
    const merged = merge(first, others);
    if (node.types.length === 0) return this.typeOf(merged, depth + 1);
    for (const composite of ["object", "array"]) {
      if (!node.types.includes(composite) || !merged.types.includes(composite)) continue;
      return this.typeOf(merge(merged, [{ ...node, allOf: undefined }]), depth + 1);
    }
    if (typesText(node) !== typesText(merged)) unmergeable();
    return this.typeOf(merged, depth + 1);
  }

  private resolved(schema: JsonValue): SchemaNode {
    let node = schemaNode(schema);
    for (let i = 0; node.ref !== undefined; i++) {
      if (i > deepest) return invalid("nested too deeply");
      node = schemaNode(this.find(node.ref));
    }
    return node;
  }

  /** Of several types the first of these counts. */
  private plain(node: SchemaNode, depth: number): Type {
    const { types, properties, items } = node;
    if (types.includes("boolean")) return booleanType;
    if (types.includes("string")) return stringType;
    if (types.includes("integer") || types.includes("number")) return numberType;
    const isUntyped = !types.includes("object") && !types.includes("array");
    if (types.includes("object") || (isUntyped && properties.length > 0)) return this.object(node, depth);
    if (types.includes("array") || (isUntyped && items.length > 0)) return this.array(node, depth);
    return anyType;
  }

  private object({ properties }: SchemaNode, depth: number): Type {
    if (properties.length === 0) return objectOf([], { key: anyType, value: anyType });
    return objectOf(properties.map(([key, schema]) => ({ key, type: this.inner(schema, depth) })));
  }

  private array({ items, isList }: SchemaNode, depth: number): Type {
    const [first] = items;
    if (first === undefined) return arrayOf([], anyType);
    if (isList) return arrayOf([], this.inner(first, depth));
    return arrayOf(items.map((item) => this.inner(item, depth)));
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** `anyOf` and nothing else: among schemas that all hold it says no more than they do. */
function isChoiceOnly({ types, anyOf, properties, items }: SchemaNode): boolean {
  return types.length === 0 && anyOf !== undefined && properties.length === 0 && items.length === 0;
}

function merge(first: SchemaNode, others: readonly SchemaNode[]): SchemaNode {
  let merged = withType(first);
  for (const other of others.map(withType)) {
    if (typesText(merged) !== typesText(other)) {
      const kinds = `${typesText(merged)} and ${typesText(other)}`;
      unmergeable(`: type mismatch: ${kinds}`);
    }
    if (merged.properties.length > 0 && other.properties.length > 0) {
      merged = { ...merged, properties: [...merged.properties, ...other.properties] };
    } else if (merged.items.length > 0 && other.items.length > 0) {
      merged = { ...merged, items: [...merged.items, ...other.items.slice(merged.items.length)] };
    }
  }
  return merged;
}

function withType(node: SchemaNode): SchemaNode {
  const type = node.properties.length > 0 ? "object" : node.items.length > 0 ? "array" : undefined;
  return type === undefined || node.types.includes(type) ? node : { ...node, types: [...node.types, type] };
}

function typesText({ types }: SchemaNode): string {
  const [only] = types;
  if (only === undefined) return "undefined";
  return types.length === 1 ? only : `[${types.join(",")}]`;
}
