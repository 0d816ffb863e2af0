import type { Field, Message } from "./message.ts";

const flattened = new WeakMap<Message, Field[]>();

/** All fields that stand on one level in JSON. */
export function fieldsInJson(message: Message): Field[] {
  const known = flattened.get(message);
  if (known) return known;
  const fields = message.fields.flatMap((field) =>
    field.isInline && field.type.is === "message" ? fieldsInJson(field.type) : [field],
  );
  flattened.set(message, fields);
  return fields;
}
