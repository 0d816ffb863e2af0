import { isArray, isPlainObject } from "../../values/kinds.ts";
import type { Value } from "../../values/value.ts";
import { fail } from "../define.ts";
import { comparable } from "./common-checks.ts";
import { invalidType, isSchemaNode, type Keywords } from "./keywords.ts";
import type { SchemaReading } from "./schema.ts";
import type { Check, Schema, Validation } from "./validation.ts";

type ListCheck = (items: readonly Value[], validation: Validation) => void;

export function arrayChecks(keywords: Keywords, reader: SchemaReading): Check[] {
  const checks = [
    ...itemChecks(keywords, reader),
    ...sizeChecks(keywords),
    ...uniqueCheck(keywords.value("uniqueItems")),
    ...containsCheck(keywords, reader),
  ];
  return checks as Check[];
}

function itemChecks(keywords: Keywords, reader: SchemaReading): ListCheck[] {
  const items = keywords.value("items");
  const beyond = additionalItems(keywords.value("additionalItems"), reader);
  if (items === undefined) return [];
  if (!isArray(items)) {
    if (!isSchemaNode(items)) invalidType("Valid Schema/Array Of Schemas", "items");
    const schema = reader.read(items);
    return [
      (list, validation) => {
        for (const [i, item] of list.entries()) checkItem(validation, i, schema, item);
      },
    ];
  }
  const schemas = items.map((item) => {
    if (!isSchemaNode(item)) invalidType("Valid Schema/Array Of Schemas", "items");
    return reader.read(item);
  });
  if (schemas.length === 0) return [];
  return [
    (list, validation) => {
      if (beyond === false && list.length > schemas.length) {
        for (const [i, schema] of schemas.entries()) checkItem(validation, i, schema, list[i] as Value);
        validation.report("array_no_additional_items", "No additional items allowed on array");
        return;
      }
      for (const [i, item] of list.entries()) {
        const schema = schemas[i] ?? beyond;
        if (typeof schema === "object") checkItem(validation, i, schema, item);
      }
    },
  ];
}

function checkItem(validation: Validation, index: number, schema: Schema, item: Value): void {
  validation.merge(validation.within(String(index), schema, item));
}

function additionalItems(given: Value | undefined, reader: SchemaReading): Schema | boolean {
  if (given === undefined) return true;
  if (typeof given === "boolean") return given;
  return isPlainObject(given) ? reader.read(given) : invalidType("boolean/Valid Schema", "additionalItems");
}

function sizeChecks(keywords: Keywords): ListCheck[] {
  const least = keywords.size("minItems");
  const most = keywords.size("maxItems");
  const checks: ListCheck[] = [];
  if (least !== undefined) {
    checks.push((list, validation) => {
      if (list.length < least) validation.report("array_min_items", `Array must have at least ${least} items`);
    });
  }
  if (most !== undefined) {
    checks.push((list, validation) => {
      if (list.length > most) validation.report("array_max_items", `Array must have at most ${most} items`);
    });
  }
  return checks;
}

function uniqueCheck(given: Value | undefined): ListCheck[] {
  if (given === undefined) return [];
  if (typeof given !== "boolean") return fail("uniqueItems must be of a boolean");
  if (!given) return [];
  return [
    (list, validation) => {
      const places = new Map<string, number>();
      for (const [i, item] of list.entries()) {
        const text = comparable(item);
        const before = places.get(text);
        if (before !== undefined) validation.report("unique", `array items[${before},${i}] must be unique`);
        places.set(text, i);
      }
    },
  ];
}

function containsCheck(keywords: Keywords, reader: SchemaReading): ListCheck[] {
  const given = reader.knows(6) ? keywords.value("contains") : undefined;
  if (given === undefined) return [];
  const schema = reader.read(given);
  return [
    (list, validation) => {
      let closest: Validation | undefined;
      for (const [i, item] of list.entries()) {
        const found = validation.within(String(i), schema, item);
        if (found.isValid) return;
        if (found.isCloserThan(closest)) closest = found;
      }
      validation.report("contains", "At least one of the items must match");
      if (closest !== undefined) validation.merge(closest);
    },
  ];
}
