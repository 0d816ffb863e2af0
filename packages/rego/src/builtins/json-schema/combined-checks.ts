import { keysOf } from "../../values/compare.ts";
import { isArray, isPlainObject } from "../../values/kinds.ts";
import type { PlainObject, Value } from "../../values/value.ts";
import { fail } from "../define.ts";
import { isSchemaNode, type Keywords } from "./keywords.ts";
import type { SchemaReading } from "./schema.ts";
import type { Check, Schema, Validation } from "./validation.ts";

/** Keywords that hold other schemas for the same value. */
export function combinedChecks(keywords: Keywords, reader: SchemaReading): Check[] {
  const oneOf = schemasIn(keywords, "oneOf", reader);
  const anyOf = schemasIn(keywords, "anyOf", reader);
  const allOf = schemasIn(keywords, "allOf", reader);
  const not = schemaAt(keywords, "not", reader);
  return [
    ...(anyOf.length > 0 ? [anyCheck(anyOf)] : []),
    ...(oneOf.length > 0 ? [oneCheck(oneOf)] : []),
    ...(allOf.length > 0 ? [allCheck(allOf)] : []),
    ...(not === undefined ? [] : [notCheck(not)]),
    ...dependencyCheck(keywords.value("dependencies"), reader),
    ...conditionCheck(keywords, reader),
  ];
}

function schemasIn(keywords: Keywords, name: string, reader: SchemaReading): Schema[] {
  return (keywords.list(name) ?? []).map((node) => reader.read(node));
}

function schemaAt(keywords: Keywords, name: string, reader: SchemaReading): Schema | undefined {
  const node = keywords.value(name);
  if (node === undefined) return undefined;
  return isSchemaNode(node) ? reader.read(node) : fail(`${name} must be of an object`);
}

function anyCheck(schemas: readonly Schema[]): Check {
  return (value, validation) => {
    let closest: Validation | undefined;
    for (const schema of schemas) {
      const found = validation.apart(schema, value);
      if (found.isValid) return;
      if (found.isCloserThan(closest)) closest = found;
    }
    validation.report("number_any_of", "Must validate at least one schema (anyOf)");
    if (closest !== undefined) validation.merge(closest);
  };
}

function oneCheck(schemas: readonly Schema[]): Check {
  return (value, validation) => {
    const found = schemas.map((schema) => validation.apart(schema, value));
    const valid = found.filter(({ isValid }) => isValid).length;
    if (valid === 1) return;
    validation.report("number_one_of", "Must validate one and only one schema (oneOf)");
    if (valid > 0) return;
    validation.merge(found.reduce((closest, other) => (other.isCloserThan(closest) ? other : closest)));
  };
}

function allCheck(schemas: readonly Schema[]): Check {
  return (value, validation) => {
    const found = schemas.map((schema) => validation.apart(schema, value));
    for (const each of found) validation.merge(each);
    if (found.some(({ isValid }) => !isValid)) {
      validation.report("number_all_of", "Must validate all the schemas (allOf)");
    }
  };
}

function notCheck(schema: Schema): Check {
  return (value, validation) => {
    if (validation.apart(schema, value).isValid) {
      validation.report("number_not", "Must not validate the schema (not)");
    }
  };
}

/** By the name of a member: the names of others that must be there too, or a schema for the whole object. */
function dependencyCheck(given: Value | undefined, reader: SchemaReading): Check[] {
  if (given === undefined) return [];
  if (!isPlainObject(given)) return fail("dependencies must be of type object");
  const dependencies = keysOf(given).map((name) => [name as string, dependencyIn(given, name, reader)] as const);
  return [
    (value, validation) => {
      if (!isPlainObject(value)) return;
      for (const [name, needed] of dependencies) {
        if (Object.hasOwn(value, name)) checkDependency(value, needed, validation);
      }
    },
  ];
}

function checkDependency(object: PlainObject, needed: readonly string[] | Schema, validation: Validation): void {
  if (!Array.isArray(needed)) {
    validation.check(needed as Schema, object);
    return;
  }
  for (const name of needed as readonly string[]) {
    if (!Object.hasOwn(object, name)) validation.report("missing_dependency", `Has a dependency on ${name}`);
  }
}

function dependencyIn(given: PlainObject, name: Value, reader: SchemaReading): readonly string[] | Schema {
  const needed = given[name as string] as Value;
  if (isSchemaNode(needed)) return reader.read(needed);
  if (isArray(needed) && needed.every((item) => typeof item === "string")) return needed;
  return fail("Dependency must be of type Schema Or Array Of Strings");
}

function conditionCheck(keywords: Keywords, reader: SchemaReading): Check[] {
  if (!reader.knows(7)) return [];
  const condition = schemaAt(keywords, "if", reader);
  const whenValid = schemaAt(keywords, "then", reader);
  const otherwise = schemaAt(keywords, "else", reader);
  if (condition === undefined) return [];
  return [
    (value, validation) => {
      const holds = validation.apart(condition, value).isValid;
      const branch = holds ? whenValid : otherwise;
      const found = branch === undefined ? undefined : validation.apart(branch, value);
      if (found === undefined || found.isValid) return;
      if (holds) validation.report("condition_then", 'Must validate "then" as "if" was valid');
      else validation.report("condition_else", 'Must validate "else" as "if" was not valid');
      validation.merge(found);
    },
  ];
}
