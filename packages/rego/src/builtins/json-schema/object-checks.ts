import { keysOf } from "../../values/compare.ts";
import { isPlainObject } from "../../values/kinds.ts";
import type { PlainObject, Value } from "../../values/value.ts";
import { fail } from "../define.ts";
import { isMatch, isPattern } from "../regex.ts";
import { invalidType, isSchemaNode, type Keywords } from "./keywords.ts";
import type { SchemaReading } from "./schema.ts";
import type { Check, Schema, Validation } from "./validation.ts";

type ObjectCheck = (object: PlainObject, validation: Validation) => void;

/** `properties` are checked last, so they are no check of their own here. */
export function objectChecks(
  keywords: Keywords,
  reader: SchemaReading,
): { checks: Check[]; properties: ReadonlyMap<string, Schema> } {
  const properties = propertiesIn(keywords.value("properties"), reader);
  const members = memberCheck(keywords, reader, properties);
  const names = nameCheck(keywords, reader);
  const checks = [...sizeChecks(keywords), ...requiredCheck(keywords), members, ...names];
  return { checks: checks as Check[], properties };
}

function propertiesIn(given: Value | undefined, reader: SchemaReading): Map<string, Schema> {
  if (given === undefined) return new Map();
  if (!isPlainObject(given)) return fail("Properties must be of type object");
  return new Map(keysOf(given).map((name) => [name as string, reader.read(given[name as string] as Value)]));
}

function sizeChecks(keywords: Keywords): ObjectCheck[] {
  const least = keywords.size("minProperties");
  const most = keywords.size("maxProperties");
  if (least !== undefined && most !== undefined && least > most) {
    fail("minProperties cannot be greater than maxProperties");
  }
  const checks: ObjectCheck[] = [];
  if (least !== undefined) {
    checks.push((object, validation) => {
      if (Object.keys(object).length < least) {
        validation.report("array_min_properties", `Must have at least ${least} properties`);
      }
    });
  }
  if (most !== undefined) {
    checks.push((object, validation) => {
      if (Object.keys(object).length > most) {
        validation.report("array_max_properties", `Must have at most ${most} properties`);
      }
    });
  }
  return checks;
}

function requiredCheck(keywords: Keywords): ObjectCheck[] {
  const names = (keywords.list("required") ?? []).map((name) =>
    typeof name === "string" ? name : invalidType("string", "required"),
  );
  if (new Set(names).size < names.length) fail("required items must be unique");
  return [
    (object, validation) => {
      for (const name of names) {
        if (Object.hasOwn(object, name)) validation.reward();
        else validation.report("required", `${name} is required`);
      }
    },
  ];
}

/** A member that neither `properties` nor `patternProperties` speak of is left to `additionalProperties`. */
function memberCheck(keywords: Keywords, reader: SchemaReading, named: ReadonlyMap<string, Schema>): ObjectCheck {
  const additional = additionalIn(keywords.value("additionalProperties"), reader);
  const patterns = patternsIn(keywords.value("patternProperties"), reader);
  return (object, validation) => {
    for (const key of keysOf(object)) {
      const name = key as string;
      const value = object[name] as Value;
      const isMatched = checkPatterns(patterns, name, value, validation);
      if (isMatched || named.has(name) || additional === true) continue;
      if (additional === false) {
        validation.report("additional_property_not_allowed", `Additional property ${name} is not allowed`);
      } else validation.merge(validation.within(name, additional, value));
    }
  };
}

function additionalIn(given: Value | undefined, reader: SchemaReading): Schema | boolean {
  if (given === undefined) return true;
  if (typeof given === "boolean") return given;
  return isPlainObject(given) ? reader.read(given) : invalidType("boolean/Valid Schema", "additionalProperties");
}

type Patterns = readonly (readonly [pattern: string, schema: Schema])[];

function patternsIn(given: Value | undefined, reader: SchemaReading): Patterns {
  if (given === undefined) return [];
  if (!isPlainObject(given)) return invalidType("Valid Schema", "patternProperties");
  return keysOf(given).map((key) => {
    const pattern = key as string;
    if (!isPattern(pattern)) fail(`Invalid regex pattern '${pattern}'`);
    return [pattern, reader.read(given[pattern] as Value)] as const;
  });
}

function checkPatterns(patterns: Patterns, name: string, value: Value, validation: Validation): boolean {
  let isMatched = false;
  for (const [pattern, schema] of patterns) {
    validation.charge(name.length * 4);
    if (!isMatch(pattern, name)) continue;
    isMatched = true;
    validation.merge(validation.within(name, schema, value));
  }
  if (isMatched) validation.reward();
  return isMatched;
}

function nameCheck(keywords: Keywords, reader: SchemaReading): ObjectCheck[] {
  const given = reader.knows(6) ? keywords.value("propertyNames") : undefined;
  if (given === undefined) return [];
  // OPA's words for it name another keyword.
  if (!isSchemaNode(given)) return invalidType("Valid Schema", "patternProperties");
  const schema = reader.read(given);
  return [
    (object, validation) => {
      for (const name of keysOf(object) as readonly string[]) {
        const found = validation.apart(schema, name);
        if (found.isValid) continue;
        validation.report("invalid_property_name", `Property name of "${name}" does not match`);
        validation.merge(found);
      }
    },
  ];
}
