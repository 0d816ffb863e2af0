import { toJson } from "../../values/json.ts";
import type { Value } from "../../values/value.ts";
import { charge, define, fail } from "../define.ts";
import { checkQuery } from "./check-query.ts";
import { GraphqlError } from "./position.ts";
import { readQuery } from "./read-query.ts";
import { readSchema } from "./read-schema.ts";
import { buildSchema } from "./schema.ts";
import type { QueryDocument, SchemaDocument } from "./tree.ts";

/** A text is read; an object is a tree, as `graphql.parse_query` gives it or as a policy writes it. */
function queryOf(query: Value): QueryDocument {
  return typeof query === "string" ? readQuery(query) : (toJson(query) as QueryDocument);
}

function schemaOf(schema: Value): SchemaDocument {
  return typeof schema === "string" ? readSchema(schema) : (toJson(schema) as SchemaDocument);
}

/** Turns what is wrong with a GraphQL text into a built-in error. */
function reported<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof GraphqlError) return fail(error.text);
    throw error;
  }
}

function isValid(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    // A tree that a policy wrote may lack any member, which shows as a TypeError where it is read.
    if (error instanceof GraphqlError || error instanceof TypeError) return false;
    throw error;
  }
}

function checked(query: Value, schema: Value): [QueryDocument, SchemaDocument] {
  const documents: [QueryDocument, SchemaDocument] = [queryOf(query), schemaOf(schema)];
  checkQuery(buildSchema(documents[1]), documents[0]);
  return documents;
}

function size(value: Value): number {
  return typeof value === "string" ? value.length * 8 : 4096;
}

export const graphql = [
  define("graphql.parse_query", ["string"], function (query) {
    charge(this, size(query));
    return reported(() => readQuery(query)) as Value;
  }),
  define("graphql.parse_schema", ["string"], function (schema) {
    charge(this, size(schema));
    return reported(() => readSchema(schema)) as Value;
  }),
  define("graphql.parse", ["string|object", "string|object"], function (query, schema) {
    charge(this, size(query) + size(schema));
    return reported(() => checked(query, schema)) as readonly Value[];
  }),
  define("graphql.parse_and_verify", ["any", "any"], function (query, schema) {
    charge(this, size(query) + size(schema));
    let documents: [QueryDocument, SchemaDocument] | undefined;
    const valid = isValid(() => {
      documents = checked(query, schema);
    });
    return [valid, ...(documents ?? [{}, {}])] as readonly Value[];
  }),
  define("graphql.is_valid", ["any", "any"], function (query, schema) {
    charge(this, size(query) + size(schema));
    return isValid(() => checked(query, schema));
  }),
  define("graphql.schema_is_valid", ["any"], function (schema) {
    charge(this, size(schema));
    return isValid(() => buildSchema(schemaOf(schema)));
  }),
];
