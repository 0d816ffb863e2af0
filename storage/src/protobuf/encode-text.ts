import type { Field, FieldType, Message } from "../schema/message.ts";
import {
  beginPart,
  endPart,
  makeRoom,
  putNegative,
  putVarint,
  type Tagged,
  type TextOutput,
  textOutput,
} from "./text-output.ts";
import { wireTypeOf } from "./wire.ts";

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

/** Puts the value that is read next with its tag, unless it says nothing; whether that could be done. */
type Put = (output: TextOutput, tagged: Tagged, isZeroPut: boolean) => boolean;

/** `name`: with the quotation marks and the colon. `plan`: of a message that stands inline. */
type FieldPlan = Tagged & { field: Field; name: Buffer; put: Put; plan: Plan | undefined };
type Plan = FieldPlan[];

const [quote, comma, colon, backslash] = [0x22, 0x2c, 0x3a, 0x5c];
const [minus, dot, zero, nine] = [0x2d, 0x2e, 0x30, 0x39];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];
/** First letters of the words of JSON. */
const [beginNull, beginTrue, beginFalse] = [0x6e, 0x74, 0x66];

/** From here on characters of UTF-8 are not in the order of UTF-16. */
const firstOfFour = 0xf0;

/** Up to this many bytes a loop is quicker than what Node has for it. */
const shortText = 40;

/** A number of so many characters, and the power of ten that it is divided by, are exact: below 2^53. */
const exactDigits = 15;

/** Messages in messages: only call stacks have more. */
const deepest = 100;

const plans = new WeakMap<Message, Plan>();

function planOf(message: Message): Plan {
  const known = plans.get(message);
  if (known) return known;
  const plan = message.fields.map(fieldPlan);
  plans.set(message, plan);
  return plan;
}

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
    if (output.depth === deepest || output.json[output.at] !== openBrace) return false;
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

function putString(output: TextOutput, tagged: Tagged, isZeroPut: boolean): boolean {
  const { json, at, size } = output;
  if (json[at] !== quote) return false;
  if (json[at + 1] === quote && !isZeroPut) {
    output.at += 2;
    return true;
  }
  const room = tagged.lengthBytes;
  makeRoom(output);
  const begin = beginPart(output, tagged);
  if (!copyText(output)) {
    output.size = size;
    return putEscaped(output, tagged);
  }
  endPart(output, tagged, begin, room);
  return true;
}

/** Whether the text that is next has no escapes: then it is copied. A short one while its end is looked for. */
function copyText(output: TextOutput): boolean {
  const { json, at, bytes } = output;
  const limit = Math.min(at + shortText, json.length);
  let to = output.size;
  for (let from = at + 1; from < limit; from += 1) {
    const byte = json[from] as number;
    if (byte === quote) {
      output.at = from + 1;
      output.size = to;
      return true;
    }
    if (byte === backslash) return false;
    bytes[to] = byte;
    to += 1;
  }
  const end = json.indexOf(quote, limit);
  if (end === -1 || nextEscape(output) < end) return false;
  output.size = to + json.copy(bytes, to, limit, end);
  output.at = end + 1;
  return true;
}

/** Looked for once in all of the text that has none. */
function nextEscape(output: TextOutput): number {
  const { json, at } = output;
  if (output.escape < at) {
    const found = json.indexOf(backslash, at);
    output.escape = found === -1 ? Number.POSITIVE_INFINITY : found;
  }
  return output.escape;
}

function putEscaped(output: TextOutput, tagged: Tagged): boolean {
  const { json, at } = output;
  const end = textEnd(json, at);
  const text = JSON.parse(json.toString("utf8", at, end)) as string;
  const room = tagged.lengthBytes;
  const begin = beginPart(output, tagged);
  output.size += output.bytes.write(text, begin);
  output.at = end;
  endPart(output, tagged, begin, room);
  return true;
}

/** Behind the text that begins there. */
function textEnd(json: Buffer, begin: number): number {
  let at = begin + 1;
  while (at < json.length && json[at] !== quote) at += json[at] === backslash ? 2 : 1;
  return at + 1;
}

function putWhole(output: TextOutput, { tag }: Tagged, isZeroPut: boolean): boolean {
  const value = readNumber(output);
  if (!Number.isSafeInteger(value)) return false;
  if (value === 0 && !isZeroPut) return true;
  makeRoom(output);
  putVarint(output, tag);
  if (value < 0) putNegative(output, value);
  else putVarint(output, value);
  return true;
}

function isEnd(byte: number | undefined): boolean {
  return byte === comma || byte === closeBrace || byte === closeBracket || byte === undefined;
}

function putBool(output: TextOutput, { tag }: Tagged, isZeroPut: boolean): boolean {
  const word = output.json[output.at];
  if (word !== beginTrue && word !== beginFalse) return false;
  output.at += word === beginTrue ? 4 : 5;
  if (word === beginFalse && !isZeroPut) return true;
  makeRoom(output);
  putVarint(output, tag);
  putVarint(output, word === beginTrue ? 1 : 0);
  return true;
}

function putDouble(output: TextOutput, { tag }: Tagged, isZeroPut: boolean): boolean {
  const value = readNumber(output);
  if (Number.isNaN(value)) return false;
  if (value === 0 && !isZeroPut) return true;
  makeRoom(output);
  putVarint(output, tag);
  output.size = output.bytes.writeDoubleLE(value, output.size);
  return true;
}

function putFloat(output: TextOutput, { tag }: Tagged, isZeroPut: boolean): boolean {
  const value = readNumber(output);
  if (Number.isNaN(value)) return false;
  if (value === 0 && !isZeroPut) return true;
  makeRoom(output);
  putVarint(output, tag);
  output.size = output.bytes.writeFloatLE(value, output.size);
  return true;
}

/** NaN for what is none. Few digits are read here; the quotient of two numbers that are exact is the nearest that there is. */
function readNumber(output: TextOutput): number {
  const { json, at } = output;
  const isNegative = json[at] === minus;
  const begin = isNegative ? at + 1 : at;
  let end = begin;
  let value = 0;
  let divisor = 0;
  for (; isDigit(json[end]) || (json[end] === dot && divisor === 0); end += 1) {
    if (json[end] === dot) divisor = 1;
    else {
      value = value * 10 + ((json[end] as number) - zero);
      divisor *= 10;
    }
  }
  if (end === begin) return Number.NaN;
  if (!isEnd(json[end]) || end - at > exactDigits) return readLongNumber(output);
  output.at = end;
  const read = divisor === 0 ? value : value / divisor;
  return isNegative ? -read : read;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}

function readLongNumber(output: TextOutput): number {
  const { json, at } = output;
  let end = at;
  while (!isEnd(json[end])) end += 1;
  output.at = end;
  return Number(json.toString("latin1", at, end));
}

function putTime(output: TextOutput, tagged: Tagged): boolean {
  const { json, at } = output;
  if (json[at] !== quote) return false;
  const end = textEnd(json, at);
  const seconds = Math.floor(Date.parse(json.toString("latin1", at + 1, end - 1)) / 1000);
  if (Number.isNaN(seconds)) return false;
  output.at = end;
  const room = tagged.lengthBytes;
  makeRoom(output);
  const begin = beginPart(output, tagged);
  putVarint(output, 0x08);
  if (seconds < 0) putNegative(output, seconds);
  else putVarint(output, seconds);
  endPart(output, tagged, begin, room);
  return true;
}

/** Any JSON is its own text. */
function putRaw(output: TextOutput, tagged: Tagged): boolean {
  const { json, at } = output;
  const end = valueEnd(json, at);
  const room = tagged.lengthBytes;
  makeRoom(output);
  const begin = beginPart(output, tagged);
  output.size += json.copy(output.bytes, begin, at, end);
  output.at = end;
  endPart(output, tagged, begin, room);
  return true;
}

/** Behind the value that begins there. */
function valueEnd(json: Buffer, begin: number): number {
  let depth = 0;
  let at = begin;
  while (at < json.length) {
    const byte = json[at];
    if (depth === 0 && at > begin && isEnd(byte)) return at;
    if (byte === quote) at = textEnd(json, at);
    else {
      if (byte === openBrace || byte === openBracket) depth += 1;
      else if (byte === closeBrace || byte === closeBracket) depth -= 1;
      at += 1;
    }
  }
  return at;
}
