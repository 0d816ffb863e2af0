import { z } from "zod";

/**
 * An object as Go's `encoding/json` decodes it into a struct: keys match without regard to case, the last of several
 * spellings wins, `null` leaves the field as it is, unknown keys are dropped. Real senders rely on each of these.
 */
export function goObject<Shape extends z.ZodRawShape>(shape: Shape) {
  const fields = fieldsOf(shape);
  return z.preprocess((value) => (isPlainObject(value) ? matchFields(value, fields) : (value ?? {})), z.object(shape));
}

/** The same for what depends on how its fields are called: unknown keys stay, and a field that was `null` is there, undefined. */
export function goObjectAsSent<Shape extends z.ZodRawShape>(shape: Shape) {
  const fields = fieldsOf(shape);
  return z.preprocess((value) => {
    if (!isPlainObject(value)) return value ?? {};
    const sent = Object.entries(value).map(([key, member]) => [
      fields.get(key.toLowerCase()) ?? key,
      member ?? undefined,
    ]);
    return { ...Object.fromEntries(sent), ...matchFields(value, fields) };
  }, z.looseObject(shape));
}

function fieldsOf(shape: z.ZodRawShape): Map<string, string> {
  return new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
}

function matchFields(value: Record<string, unknown>, fields: Map<string, string>): Record<string, unknown> {
  const matched: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const field = fields.get(key.toLowerCase());
    if (field !== undefined && member !== null) matched[field] = member;
  }
  return matched;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
