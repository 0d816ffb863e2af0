import type { Context } from "../../runtime/context.ts";
import { isArray, isPlainObject } from "../../values/kinds.ts";
import { memberOf } from "../../values/member-of.ts";
import type { Value } from "../../values/value.ts";
import { charge, fail } from "../define.ts";
import { arrayChecks } from "./array-checks.ts";
import { combinedChecks } from "./combined-checks.ts";
import { commonChecks } from "./common-checks.ts";
import { invalidType, isSchemaNode, Keywords } from "./keywords.ts";
import { numberChecks } from "./number-checks.ts";
import { objectChecks } from "./object-checks.ts";
import { References } from "./references.ts";
import { type Draft, emptySchema, knows, type SchemaReading } from "./schema.ts";
import { stringChecks } from "./string-checks.ts";
import type { Schema } from "./validation.ts";

const types = ["array", "boolean", "integer", "number", "null", "object", "string"];

/** Reads the keywords of drafts 4, 6 and 7 (https://json-schema.org/specification-links). Fails for what is no schema. */
export function readSchema(context: Context, document: Value): Schema {
  const references = new References(draftOf(document));
  const root = references.add(document);
  return new SchemaReader(context, references, draftOf(document)).read(root);
}

function draftOf(document: Value): Draft {
  if (typeof document === "boolean") return "hybrid";
  if (!isPlainObject(document)) return fail("schema is invalid");
  const named = memberOf(document, "$schema");
  if (named === undefined) return "hybrid";
  if (typeof named !== "string") return fail("$schema must be of type string");
  const [, draft] = /^http:\/\/json-schema\.org\/draft-0([467])\/schema#?$/.exec(named) ?? [];
  return draft === undefined ? "hybrid" : (Number(draft) as Draft);
}

/** Reads schemas inside each other, each of those that are referred to once. */
class SchemaReader implements SchemaReading {
  readonly draft: Draft;
  private readonly context: Context;
  private readonly references: References;
  /** Shared by the readers of all drafts of a schema. */
  private readonly targets: Map<string, Schema>;

  constructor(context: Context, references: References, draft: Draft, targets = new Map<string, Schema>()) {
    this.context = context;
    this.references = references;
    this.draft = draft;
    this.targets = targets;
  }

  knows(since: 6 | 7): boolean {
    return knows(this.draft, since);
  }

  read(node: Value): Schema {
    const schema = emptySchema();
    this.fill(schema, node);
    return schema;
  }

  private fill(schema: Schema, node: Value): void {
    charge(this.context, 64);
    if (typeof node === "boolean" && this.knows(6)) {
      schema.verdict = node;
      return;
    }
    if (!isPlainObject(node)) fail("Expected: Valid Schema, given: Invalid JSON");
    const keywords = new Keywords(node);
    keywords.text(this.draft === 4 || (this.draft === "hybrid" && Object.hasOwn(node, "id")) ? "id" : "$id");
    this.readDefinitions(keywords);
    keywords.text("title");
    keywords.text("description");
    const reference = keywords.text("$ref");
    if (reference !== undefined) {
      schema.target = this.target(reference);
      return;
    }
    schema.types = typesIn(keywords);
    const { checks, properties } = objectChecks(keywords, this);
    schema.properties = properties;
    schema.object = checks;
    schema.array = arrayChecks(keywords, this);
    schema.number = numberChecks(keywords, this.draft);
    schema.string = stringChecks(keywords);
    schema.common = commonChecks(keywords, this.draft);
    schema.combined = combinedChecks(keywords, this);
  }

  /** Definitions are read so that errors in them are found where nothing refers to them. */
  private readDefinitions(keywords: Keywords): void {
    const definitions = keywords.value("definitions");
    if (definitions === undefined) return;
    if (!isPlainObject(definitions)) invalidType("Array Of Schemas", "definitions");
    for (const definition of Object.values(definitions)) {
      if (!isSchemaNode(definition)) invalidType("Array Of Schemas", "definitions");
      this.read(definition);
    }
  }

  private target(reference: string): Schema {
    const known = this.targets.get(reference);
    if (known !== undefined) return known;
    const schema = emptySchema();
    this.targets.set(reference, schema);
    const { node, draft } = this.references.find(reference);
    if (!isSchemaNode(node)) fail("Valid Schema must be of type object");
    new SchemaReader(this.context, this.references, draft, this.targets).fill(schema, node);
    return schema;
  }
}

function typesIn(keywords: Keywords): string[] {
  const given = keywords.value("type");
  if (given === undefined) return [];
  const found: string[] = [];
  for (const type of isArray(given) ? given : [given]) {
    if (typeof type !== "string") invalidType("type", "string/Array Of Strings");
    if (!types.includes(type)) {
      fail(`has a primitive type that is NOT VALID -- given: /${type}/ Expected valid values are:[${types.join(" ")}]`);
    }
    if (found.includes(type)) fail(`${type} type is duplicated`);
    found.push(type);
  }
  return found;
}
