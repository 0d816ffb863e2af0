import type { Context } from "../../runtime/context.ts";
import { toJson } from "../../values/json.ts";
import { isObject } from "../../values/kinds.ts";
import type { Value } from "../../values/value.ts";
import { mustFit } from "../charges.ts";
import { BuiltinFailure, charge, define, fail, mismatch } from "../define.ts";
import { buildSchema } from "./build-schema.ts";
import { checkQuery } from "./check-query.ts";
import { GraphqlError } from "./position.ts";
import { readQuery } from "./read-query.ts";
import { readSchema } from "./read-schema.ts";
import type { QueryDocument, SchemaDocument } from "./tree.ts";
import { queryTree, schemaTree, TreeError } from "./typed-tree.ts";

/**
 * A text is read; an object is a tree, as `graphql.parse_query` gives it or as a policy writes it. OPA counts these
 * operands from 0.
 */
function queryOf(query: Value): QueryDocument {
  if (typeof query === "string") return readQuery(query);
  return isObject(query) ? queryTree(toJson(query)) : mismatch(0, "string|object", query);
}

function schemaOf(schema: Value): SchemaDocument {
  if (typeof schema === "string") return readSchema(schema);
  return isObject(schema) ? schemaTree(toJson(schema)) : mismatch(1, "string|object", schema);
}

/** Turns what is wrong with a GraphQL text into a built-in error. */
function reported<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof GraphqlError) return fail(error.text);
    if (error instanceof TreeError) return fail(error.message);
    throw error;
  }
}

function isValid(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    const isInvalid = [GraphqlError, TreeError, BuiltinFailure].some((kind) => error instanceof kind);
    // A tree that a policy wrote may lack any member, which shows as a TypeError where it is read.
    if (isInvalid || error instanceof TypeError) return false;
    throw error;
  }
}

function checked(query: Value, schema: Value): [QueryDocument, SchemaDocument] {
  const documents: [QueryDocument, SchemaDocument] = [queryOf(query), schemaOf(schema)];
  checkQuery(buildSchema(documents[1]), documents[0]);
  return documents;
}

/** Milliseconds a character of a text that is all syntax. */
const readingTime = 0.001;

function pay(context: Context, ...documents: readonly Value[]): void {
  for (const document of documents) {
    if (typeof document !== "string") charge(context, 4096);
    else {
      charge(context, document.length * 8);
      mustFit(context, document.length * readingTime);
    }
  }
}

export const graphql = [
  define("graphql.parse_query", ["string"], function (query) {
    pay(this, query);
    return reported(() => readQuery(query)) as Value;
  }),
  define("graphql.parse_schema", ["string"], function (schema) {
    pay(this, schema);
    return reported(() => readSchema(schema)) as Value;
  }),
  define("graphql.parse", ["any", "any"], function (query, schema) {
    pay(this, query, schema);
    return reported(() => checked(query, schema)) as readonly Value[];
  }),
  define("graphql.parse_and_verify", ["any", "any"], function (query, schema) {
    pay(this, query, schema);
    let documents: [QueryDocument, SchemaDocument] | undefined;
    const valid = isValid(() => {
      documents = checked(query, schema);
    });
    return [valid, ...(documents ?? [{}, {}])] as readonly Value[];
  }),
  define("graphql.is_valid", ["any", "any"], function (query, schema) {
    pay(this, query, schema);
    return isValid(() => checked(query, schema));
  }),
  define("graphql.schema_is_valid", ["any"], function (schema) {
    pay(this, schema);
    return isValid(() => buildSchema(schemaOf(schema)));
  }),
];
