import type { Field, Message } from "./message.ts";
import { listMeta, objectMeta } from "./meta.ts";
import { remembered } from "./remembered.ts";

/** A whole object of a kind: its metadata is the first field of every message. */
export const rootOf = remembered(
  (message: Message): Message => ({
    is: "message",
    name: message.name,
    description: message.description,
    fields: [field("metadata", 1, objectMeta), ...message.fields],
  }),
);

/** A list of such objects. */
export const listOf = remembered(
  (message: Message): Message => ({
    is: "message",
    name: `${message.name}List`,
    description: `A list of ${message.name}.`,
    fields: [field("metadata", 1, listMeta), field("items", 2, { is: "list", of: rootOf(message) })],
  }),
);

function field(name: string, number: number, type: Field["type"]): Field {
  return { name, number, type, description: "", isOptional: false, isPointer: false, isInline: false };
}
