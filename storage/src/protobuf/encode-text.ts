import {
  backslash,
  beginNull,
  closeBrace,
  closeBracket,
  colon,
  comma,
  openBrace,
  openBracket,
  quote,
} from "../schema/json-bytes.ts";
import type { Field, FieldType, Message } from "../schema/message.ts";
import { remembered } from "../schema/remembered.ts";
import { beginPart, endPart, makeRoom, type Tagged, type TextOutput, textOutput } from "./text-output.ts";
import { type Put, putBool, putDouble, putFloat, putRaw, putString, putTime, putWhole } from "./text-scalars.ts";
import { deepestCopied, wireTypeOf } from "./wire.ts";

/**
 * The bytes that `encodeMessage` makes of an object, from its JSON text. Nothing is parsed, as texts are copied: that takes a
 * tenth of the time.
 *
 * @param json The fields without the braces around them, as UTF-8: as the store has them, in the order of the table and as
 *   `JSON.stringify` writes them.
 * @returns `undefined` for what is written otherwise, has fields that are in no table, or is too deep: it is to be parsed.
 */
export function encodeText(message: Message, json: Uint8Array): Buffer<ArrayBuffer> | undefined {
  const output = textOutput(json);
  const isPut = putFields(planOf(message), output) && output.at === output.json.length;
  return isPut ? output.bytes.subarray(0, output.size) : undefined;
}

/** `name`: with the quotation marks and the colon. `plan`: of a message that stands inline. */
type FieldPlan = Tagged & { field: Field; name: Buffer; put: Put; plan: Plan | undefined };
type Plan = FieldPlan[];

/** From here on characters of UTF-8 are not in the order of UTF-16. */
const firstOfFour = 0xf0;

const planOf = remembered((message: Message): Plan => message.fields.map(fieldPlan));

function fieldPlan(field: Field): FieldPlan {
  const { name, number, type, isInline } = field;
  return {
    field,
    name: Buffer.from(`"${name}":`),
    tag: number * 8 + wireTypeOf(type.is === "list" ? type.of : type),
    lengthBytes: 1,
    put: putOf(type),
    plan: isInline && type.is === "message" ? planOf(type) : undefined,
  };
}

function putFields(plan: Plan, output: TextOutput): boolean {
  for (let index = 0; index < plan.length; index += 1) {
    const field = plan[index] as FieldPlan;
    if (field.plan) {
      if (!putInline(field, field.plan, output)) return false;
    } else if (isNext(field.name, output)) {
      output.at += field.name.length;
      if (!putField(field, output)) return false;
      if (output.json[output.at] === comma) output.at += 1;
    }
  }
  return true;
}

function isNext(name: Buffer, { json, at }: TextOutput): boolean {
  for (let index = 0; index < name.length; index += 1) if (json[at + index] !== name[index]) return false;
  return true;
}

function putInline(tagged: Tagged, plan: Plan, output: TextOutput): boolean {
  const { size } = output;
  const room = tagged.lengthBytes;
  makeRoom(output);
  const begin = beginPart(output, tagged);
  if (!putFields(plan, output)) return false;
  if (output.size === begin) output.size = size;
  else endPart(output, tagged, begin, room);
  return true;
}

function putField(plan: FieldPlan, output: TextOutput): boolean {
  const { type, isOptional, isPointer } = plan.field;
  if (output.json[output.at] === beginNull && !(type.is === "raw" && isOptional)) {
    output.at += 4;
    return true;
  }
  return plan.put(output, plan, isPointer);
}

function putOf(type: FieldType): Put {
  switch (type.is) {
    case "string":
      return putString;
    case "message":
      return messagePut(type);
    case "list":
      return listPut(putOf(type.of));
    case "map":
      return mapPut(type.of);
    case "int32":
    case "int64":
      return putWhole;
    case "bool":
      return putBool;
    case "double":
    case "float":
      return type.is === "double" ? putDouble : putFloat;
    case "time":
      return putTime;
    case "raw":
      return putRaw;
    default:
      return () => false;
  }
}

function messagePut(message: Message): Put {
  let plan: Plan | undefined;
  return (output, tagged) => {
    // A message may contain itself.
    plan ??= planOf(message);
    if (output.depth === deepestCopied || output.json[output.at] !== openBrace) return false;
    output.depth += 1;
    output.at += 1;
    const room = tagged.lengthBytes;
    makeRoom(output);
    const begin = beginPart(output, tagged);
    if (!putFields(plan, output) || output.json[output.at] !== closeBrace) return false;
    endPart(output, tagged, begin, room);
    output.at += 1;
    output.depth -= 1;
    return true;
  };
}

function listPut(put: Put): Put {
  return (output, tagged) => {
    const { json } = output;
    if (json[output.at] !== openBracket) return false;
    output.at += 1;
    while (json[output.at] !== closeBracket) {
      if (!put(output, tagged, true)) return false;
      if (json[output.at] === comma) output.at += 1;
    }
    output.at += 1;
    return true;
  };
}

/** Where the name of an entry is in the text, and where the entry is put. */
type Entry = { name: number; nameEnd: number; begin: number; end: number };

/** Entries are put in the order of their names. */
function mapPut(of: FieldType): Put {
  const putItem = putOf(of);
  const item: Tagged = { tag: 2 * 8 + wireTypeOf(of), lengthBytes: 1 };
  const key: Tagged = { tag: 0x0a, lengthBytes: 1 };

  function putEntry(output: TextOutput, tagged: Tagged): Entry | undefined {
    const { json, at, size } = output;
    const room = tagged.lengthBytes;
    makeRoom(output);
    const begin = beginPart(output, tagged);
    if (!isPlainName(output) || !putString(output, key, true) || json[output.at] !== colon) return undefined;
    const nameEnd = output.at;
    output.at += 1;
    if (!putItem(output, item, true)) return undefined;
    endPart(output, tagged, begin, room);
    return { name: at, nameEnd, begin: size, end: output.size };
  }

  return (output, tagged) => {
    const { json, size } = output;
    if (json[output.at] !== openBrace) return false;
    output.at += 1;
    const entries: Entry[] = [];
    while (json[output.at] !== closeBrace) {
      const entry = putEntry(output, tagged);
      if (!entry) return false;
      entries.push(entry);
      if (json[output.at] === comma) output.at += 1;
    }
    output.at += 1;
    sortEntries(entries, output, size);
    return true;
  };
}

/** Whether the bytes of a name are in the order of the name. */
function isPlainName({ json, at }: TextOutput): boolean {
  for (let index = at + 1; json[index] !== quote; index += 1) {
    const byte = json[index];
    if (byte === undefined || byte === backslash || byte >= firstOfFour) return false;
  }
  return true;
}

function sortEntries(entries: Entry[], { json, bytes, size }: TextOutput, begin: number): void {
  const inOrder = (a: Entry, b: Entry) => json.compare(json, b.name + 1, b.nameEnd - 1, a.name + 1, a.nameEnd - 1);
  const isSorted = entries.every((entry, index) => index === 0 || inOrder(entries[index - 1] as Entry, entry) < 0);
  if (isSorted) return;
  const before = Buffer.from(bytes.subarray(begin, size));
  let at = begin;
  for (const entry of entries.toSorted(inOrder)) {
    at += before.copy(bytes, at, entry.begin - begin, entry.end - begin);
  }
}
