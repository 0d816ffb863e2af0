import type { Field, Message } from "./message.ts";
import { remembered } from "./remembered.ts";

/** All fields that stand on one level in JSON. */
export const fieldsInJson = remembered((message: Message): Field[] =>
  message.fields.flatMap((field) =>
    field.isInline && field.type.is === "message" ? fieldsInJson(field.type) : [field],
  ),
);
