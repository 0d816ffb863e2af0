import type { Context } from "../../runtime/context.ts";
import { jsonText, parseJson } from "../../values/json.ts";
import { isObject } from "../../values/kinds.ts";
import type { RegoMap } from "../../values/rego-map.ts";
import type { PlainObject, Value } from "../../values/value.ts";
import { BuiltinFailure, charge, define, fail } from "../define.ts";
import { weight } from "../weight.ts";
import { readSchema } from "./read-schema.ts";
import { Validation } from "./validation.ts";

/** A document or a schema: JSON text, or a value that is taken as it would be written in JSON. */
function documentOf(context: Context, operand: string | PlainObject | RegoMap | readonly Value[]): Value {
  if (typeof operand !== "string") charge(context, weight(operand));
  const text = typeof operand === "string" ? operand : jsonText(operand);
  try {
    return parseJson(text);
  } catch {
    return fail("invalid JSON string");
  }
}

export const jsonSchema = [
  define("json.verify_schema", ["any"], function (schema) {
    try {
      if (!isDocument(schema)) fail("wrong type, expected string or object");
      readSchema(this, documentOf(this, schema));
      return [true, null];
    } catch (error) {
      if (error instanceof BuiltinFailure) return [false, `jsonschema: ${error.message}`];
      throw error;
    }
  }),
  define("json.match_schema", ["any", "any"], function (document, schema) {
    if (!isDocument(document) || !isDocument(schema)) return fail("wrong type, expected string or object");
    const value = documentOf(this, document);
    const validation = new Validation(this);
    validation.check(readSchema(this, documentOf(this, schema)), value);
    const errors = validation.errors.map(({ field, type, desc }) => ({
      error: `${field}: ${desc}`,
      type,
      field,
      desc,
    }));
    return [validation.isValid, errors];
  }),
];

function isDocument(value: Value): value is string | PlainObject | RegoMap | readonly Value[] {
  return typeof value === "string" || Array.isArray(value) || isObject(value);
}
