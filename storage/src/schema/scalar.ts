import type { FieldType } from "./message.ts";

/** Whether it is of the type, and no less than the least that there may be. */
export function isScalar(type: FieldType, value: unknown): boolean {
  if (mismatch(type, value) !== undefined) return false;
  const minimum = minimumOf(type);
  return minimum === undefined || (value as number) >= minimum;
}

/** `undefined`: there is none. */
export function minimumOf(type: FieldType): number | undefined {
  return type.is === "int32" || type.is === "int64" ? type.minimum : undefined;
}

/** What a scalar should have been, if it is not. */
export function mismatch(type: FieldType, value: unknown): string | undefined {
  switch (type.is) {
    case "string":
      return typeof value === "string" ? undefined : "string";
    case "bool":
      return typeof value === "boolean" ? undefined : "boolean";
    case "time":
      return isTime(value) ? undefined : "date-time";
    case "float":
    case "double":
      return numberMismatch(type.is, value);
    case "int32":
    case "int64":
      return wholeMismatch(type.is, value);
    default:
      return undefined;
  }
}

/** JSON in a text may be beyond all numbers, as 1e999, and YAML knows `.nan`: written again they would be `null`. */
function numberMismatch(is: "float" | "double", value: unknown): string | undefined {
  if (typeof value !== "number") return "number";
  // What Go reads into 32 bits and cannot hold makes it refuse all of the answer.
  return Number.isFinite(is === "float" ? Math.fround(value) : value) ? undefined : is;
}

function wholeMismatch(is: "int32" | "int64", value: unknown): string | undefined {
  // Beyond 2^53 it would not be exact in JSON.
  if (!isWhole(value)) return typeof value === "number" && Number.isInteger(value) ? "int53" : "integer";
  return is === "int32" && (value < -(2 ** 31) || value >= 2 ** 31) ? "int32" : undefined;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** RFC 3339, as Go reads it. */
export function isTime(value: unknown): boolean {
  return typeof value === "string" && rfc3339.test(value) && !Number.isNaN(Date.parse(value));
}
