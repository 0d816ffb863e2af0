import type { Field, Message } from "./message.ts";

/** What a field says when nobody has set it, as clients written in Go have it: `undefined` is left out. */
export function zeroOf({ type, isOptional, isPointer }: Pick<Field, "type" | "isOptional" | "isPointer">): unknown {
  if (isPointer) return isOptional ? undefined : null;
  if (type.is === "message") return emptyMessage(type);
  if (isOptional) return undefined;
  switch (type.is) {
    case "string":
      return "";
    case "bool":
      return false;
    case "list":
    case "map":
    case "time":
    case "raw":
    case "fieldsV1":
      return null;
    default:
      return 0;
  }
}

/** A message in which nothing is set. Fields in the order of the table. */
export function emptyMessage(message: Message): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const field of message.fields) {
    if (field.isInline && field.type.is === "message") Object.assign(result, emptyMessage(field.type));
    else {
      const zero = zeroOf(field);
      if (zero !== undefined) result[field.name] = zero;
    }
  }
  return result;
}
