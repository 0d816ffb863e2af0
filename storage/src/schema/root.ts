import type { Field, Message } from "./message.ts";
import { listMeta, objectMeta } from "./meta.ts";

/** A whole object of a kind: its metadata is the first field of every message. */
export const rootOf = remembered((message) => ({
  is: "message",
  name: message.name,
  description: message.description,
  fields: [field("metadata", 1, objectMeta), ...message.fields],
}));

/** A list of such objects. */
export const listOf = remembered((message) => ({
  is: "message",
  name: `${message.name}List`,
  description: `A list of ${message.name}.`,
  fields: [field("metadata", 1, listMeta), field("items", 2, { is: "list", of: rootOf(message) })],
}));

function field(name: string, number: number, type: Field["type"]): Field {
  return { name, number, type, description: "", isOptional: false, isPointer: false, isInline: false };
}

/** The same message for the same message: what is found out about one is kept beside it. */
function remembered(make: (message: Message) => Message): (message: Message) => Message {
  const made = new WeakMap<Message, Message>();
  return (message) => {
    const known = made.get(message) ?? make(message);
    made.set(message, known);
    return known;
  };
}
