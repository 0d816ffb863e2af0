import { fieldsInJson } from "./fields-in-json.ts";
import type { FieldType, Message } from "./message.ts";

/** Names of the fields of a message, at any depth, whose values have names that are in no table: maps, and values of any type. */
export function openFields(message: Message): string[] {
  const found = new Set<string>();
  const seen = new Set<Message>();

  function visit(inside: Message): void {
    if (seen.has(inside)) return;
    seen.add(inside);
    for (const { name, type } of fieldsInJson(inside)) {
      const item = itemOf(type);
      if (item.is === "message") visit(item);
      else if (item.is === "map" || item.is === "raw") found.add(name);
    }
  }

  visit(message);
  return [...found];
}

function itemOf(type: FieldType): FieldType {
  return type.is === "list" ? itemOf(type.of) : type;
}
