import { fieldsInJson } from "./fields-in-json.ts";
import { isObject } from "./is-object.ts";
import type { Field, FieldType, Message } from "./message.ts";

type Fields = Record<string, unknown>;

/**
 * What was sent in protobuf, with the empty values of the stored object where nothing was sent: protobuf has no way to
 * tell an empty list from none, and leaves out zeros that JSON may spell out. A client that reads an object and writes it
 * back has not changed it. What nothing is put into is what was sent itself.
 */
export function withStoredEmpties(message: Message, stored: Fields, sent: Fields): Fields {
  let result = sent;
  for (const field of fieldsInJson(message)) {
    const [before, after] = [stored[field.name], sent[field.name]];
    const kept = isNothing(after) ? keptEmpty(field, before, after) : alike(field.type, before, after);
    if (kept === after) continue;
    if (result === sent) result = { ...sent };
    if (kept === undefined) delete result[field.name];
    else result[field.name] = kept;
  }
  return result;
}

function keptEmpty({ type, isPointer }: Field, before: unknown, after: unknown): unknown {
  return !isPointer && isEmpty(type, before) ? before : after;
}

function alike(type: FieldType, before: unknown, after: unknown): unknown {
  if (type.is === "message" && isObject(before) && isObject(after)) return withStoredEmpties(type, before, after);
  if (type.is === "list" && type.of.is === "message" && Array.isArray(before) && Array.isArray(after)) {
    const { of } = type;
    const items = after.map((item: unknown, index) => alike(of, before[index], item));
    return items.some((item, index) => item !== after[index]) ? items : after;
  }
  if (type.is === "map" && type.of.is === "message" && isObject(before) && isObject(after)) {
    const { of } = type;
    const entries = Object.entries(after).map(([key, item]) => [key, alike(of, before[key], item)] as const);
    return entries.some(([key, item]) => item !== after[key]) ? Object.fromEntries(entries) : after;
  }
  return after;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function isEmpty({ is }: FieldType, value: unknown): boolean {
  if (is === "list") return isNothing(value) || (Array.isArray(value) && value.length === 0);
  if (is === "map") return isNothing(value) || (isObject(value) && Object.keys(value).length === 0);
  return isNothing(value) || value === "" || value === 0 || value === false;
}
