import { jsonText } from "../../values/json.ts";
import { isArray, isNumber, isPlainObject } from "../../values/kinds.ts";
import { toFloat } from "../../values/numbers.ts";
import { setOwn } from "../../values/objects.ts";
import type { Value } from "../../values/value.ts";
import { fail } from "../define.ts";
import { hasFormat } from "./formats.ts";
import type { Keywords } from "./keywords.ts";
import { type Draft, knows } from "./schema.ts";
import type { Check } from "./validation.ts";

/** Keywords for values of all types. */
export function commonChecks(keywords: Keywords, draft: Draft): Check[] {
  const format = keywords.text("format");
  const checks: Check[] = [];
  const constant = knows(draft, 6) ? keywords.value("const") : undefined;
  if (constant !== undefined) checks.push(constantCheck(comparable(constant)));
  const allowed = keywords.list("enum");
  if (allowed !== undefined) checks.push(enumCheck(allowed.map(comparable)));
  if (format === undefined || format === "") return checks;
  checks.push((value, validation) => {
    if (typeof value === "string" && !hasFormat(format, value)) {
      validation.report("format", `Does not match format '${format}'`);
    }
  });
  return checks;
}

function constantCheck(allowed: string): Check {
  return (value, validation) => {
    if (comparable(value) !== allowed) validation.report("const", `${validation.field} does not match: ${allowed}`);
  };
}

function enumCheck(allowed: readonly string[]): Check {
  if (new Set(allowed).size < allowed.length) fail("enum items must be unique");
  const text = allowed.join(", ");
  return (value, validation) => {
    if (allowed.includes(comparable(value))) return;
    validation.report("enum", `${validation.field} must be one of the following: ${text}`);
  };
}

/** A value as JSON text in which numbers are floats, so that values that are equal have the same text. */
export function comparable(value: Value): string {
  return jsonText(withFloats(value));
}

function withFloats(value: Value): Value {
  if (isNumber(value)) return toFloat(value);
  if (isArray(value)) return value.map(withFloats);
  if (!isPlainObject(value)) return value;
  const copy: Record<string, Value> = {};
  for (const [key, member] of Object.entries(value)) setOwn(copy, key, withFloats(member));
  return copy;
}
