import { type Growth, grow, leastLength } from "../schema/growth.ts";
import {
  backslash,
  beginFalse,
  closeBrace,
  closeBracket,
  colon,
  comma,
  nine,
  openBrace,
  openBracket,
  quote,
  space,
  zero as zeroDigit,
} from "../schema/json-bytes.ts";
import type { Field, FieldType, Message } from "../schema/message.ts";
import { objectMeta } from "../schema/meta.ts";
import { remembered } from "../schema/remembered.ts";
import { zeroOf } from "../schema/zero.ts";
import { decodeMessage, decodeTime, parseRaw } from "./decode.ts";
import type { Envelope } from "./envelope.ts";
import {
  type Input,
  inputOf,
  readDouble,
  readFloat,
  readPart,
  readSmallVarint,
  readText,
  readVarint,
} from "./input.ts";
import {
  endList,
  type JsonOutput,
  makeRoom,
  putByte,
  putBytes,
  putJson,
  putNumber,
  putText,
  putWhole,
} from "./json-output.ts";
import { deepestCopied, ProtobufError, wireTypeOf } from "./wire.ts";

/**
 * The JSON text of an object of a kind, as `JSON.stringify` writes what `decodeMessage` and then reading make of its bytes. Texts are
 * copied, and nothing is made of the rest: that takes a fifth of the time.
 *
 * @param growth Absent: it may come to anything.
 * @returns `undefined` for bytes that are damaged, or not as programs write them: fields in the order of the table, each in one
 *   piece, none unknown.
 * @throws OutgrownError
 */
export function decodeText(message: Message, envelope: Envelope, growth?: Growth): string | undefined {
  const { apiVersion, kind, raw } = envelope;
  const input = inputOf(raw, growth);
  const output: JsonOutput = { bytes: Buffer.allocUnsafe(2 * raw.length + firstBytes), size: 0, depth: 0 };
  try {
    putText(output, JSON.stringify({ ...(apiVersion && { apiVersion }), ...(kind && { kind }) }).slice(0, -1));
    if (output.size > 1) putByte(output, comma);
    if (!putFields(planOf(message), input, output)) return undefined;
  } catch (error) {
    if (error instanceof ProtobufError) return undefined;
    throw error;
  }
  endList(output, closeBrace);
  return output.bytes.toString("utf8", 0, output.size);
}

/** Puts the value that is read next; whether that could be done. One that says nothing is not put, unless it has to be. */
type Put = (input: Input, output: JsonOutput) => boolean;

/** `name`: with the quotation marks and the colon. `zero`: the field when it is absent, with a comma behind it. */
type FieldPlan = {
  field: Field;
  tag: number;
  name: Buffer;
  zero: Buffer;
  /** Of one value, or of each item. */
  put: Put;
  /** Of a message that stands inline. */
  plan: Plan | undefined;
};
type Plan = FieldPlan[];

const [keyTag, valueNumber] = [0x0a, 2];

const firstBytes = 1024;

/** By byte, whether it stands in JSON as it is: others are parts of characters, or have escapes. */
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= space && byte < 0x80 && byte !== quote && byte !== backslash ? 1 : 0,
);

const planOf = remembered((message: Message): Plan => message.fields.map(fieldPlan));

function fieldPlan(field: Field): FieldPlan {
  const { name, number, type, isInline } = field;
  const plan = isInline && type.is === "message" ? planOf(type) : undefined;
  return {
    field,
    tag: number * 8 + wireTypeOf(type),
    name: Buffer.from(`"${name}":`),
    zero: plan ? Buffer.concat(plan.map(({ zero }) => zero)) : zeroText(field),
    put: type.is === "list" ? itemPut(type.of) : type.is === "map" ? entryPut(type.of) : putOf(type),
    plan,
  };
}

function zeroText(field: Field): Buffer {
  const zero = zeroOf(field);
  return Buffer.from(zero === undefined ? "" : `"${field.name}":${JSON.stringify(zero)},`);
}

/** 0 at the end. */
function readTag(input: Input): number {
  return input.at < input.end ? readSmallVarint(input) : 0;
}

/** Each with a comma behind it. */
function putFields(plan: Plan, input: Input, output: JsonOutput): boolean {
  let tag = readTag(input);
  for (let index = 0; index < plan.length; index += 1) {
    const field = plan[index] as FieldPlan;
    if (tag === field.tag) tag = putNext(field, input, output);
    else putBytes(output, field.zero);
  }
  return tag === 0;
}

/** The field that is read next, with all of its items or entries. The tag behind it; -1 where it could not be put. */
function putNext(field: FieldPlan, input: Input, output: JsonOutput): number {
  const { is } = field.field.type;
  if (is === "list" || is === "map") return putAll(field, input, output);
  const isPut = field.plan ? putPart(field.plan, input, output) : putField(field, input, output);
  return isPut ? readTag(input) : -1;
}

/** Of the part that a length stands before. */
function putPart(plan: Plan, input: Input, output: JsonOutput): boolean {
  const length = readSmallVarint(input);
  const { end } = input;
  if (length > end - input.at) return false;
  input.end = input.at + length;
  if (!putFields(plan, input, output)) return false;
  input.end = end;
  return true;
}

function putField({ field, name, zero, put }: FieldPlan, input: Input, output: JsonOutput): boolean {
  const { size } = output;
  putBytes(output, name);
  const begin = output.size;
  if (!put(input, output)) return false;
  // What says nothing is as if it were not there.
  if (output.size === begin || (isOmittable(field) && isZero(output, begin))) {
    output.size = size;
    putBytes(output, zero);
  } else putByte(output, comma);
  return true;
}

function isOmittable({ isOptional, isPointer, type }: Field): boolean {
  return isOptional && !isPointer && type.is !== "raw" && type.is !== "message";
}

/** `""`, `0` or `false`. */
function isZero({ bytes, size }: JsonOutput, begin: number): boolean {
  const first = bytes[begin];
  const length = size - begin;
  return first === quote
    ? length === 2
    : (first === zeroDigit && length === 1) || (first === beginFalse && length === 5);
}

function putAll({ field, name, tag, put }: FieldPlan, input: Input, output: JsonOutput): number {
  const isMap = field.type.is === "map";
  putBytes(output, name);
  putByte(output, isMap ? openBrace : openBracket);
  const names = isMap ? new Set<string>() : undefined;
  let next = tag;
  for (; next === tag; next = readTag(input)) {
    if (names && !isNewName(names, input)) return -1;
    const { size } = output;
    if (!put(input, output) || output.size === size) return -1;
    putByte(output, comma);
  }
  endList(output, isMap ? closeBrace : closeBracket);
  putByte(output, comma);
  return next;
}

/** JavaScript puts names that are whole numbers before all others, and of one name the last value where the first was. */
function isNewName(names: Set<string>, input: Input): boolean {
  const entry = readPart({ ...input });
  if (readTag(entry) !== keyTag) return false;
  const name = readText(entry);
  const first = name.charCodeAt(0);
  if ((first >= zeroDigit && first <= nine) || name === "__proto__") return false;
  return names.size < names.add(name).size;
}

function itemPut(of: FieldType): Put {
  const put = putOf(of);
  if (of.is !== "message") return put;
  return (input, output) => {
    grow(input.growth, leastLength(of));
    return put(input, output);
  };
}

function entryPut(of: FieldType): Put {
  const put = itemPut(of);
  const valueTag = valueNumber * 8 + wireTypeOf(of);
  return (input, output) => {
    const entry = readPart(input);
    if (readTag(entry) !== keyTag || !putString(entry, output)) return false;
    putByte(output, colon);
    const { size } = output;
    if (readTag(entry) !== valueTag || !put(entry, output)) return false;
    return entry.at === entry.end && output.size > size;
  };
}

function putOf(type: FieldType): Put {
  switch (type.is) {
    case "string":
      return putString;
    case "message":
      return type === objectMeta ? putMetadata : messagePut(type);
    case "int64":
      return (input, output) => putWhole(output, readVarint(input));
    case "int32":
      return (input, output) => putWhole(output, readVarint(input) | 0);
    case "bool":
      return (input, output) => putText(output, String(readVarint(input) !== 0));
    case "double":
      return (input, output) => putNumber(output, readDouble(input));
    case "float":
      return (input, output) => putNumber(output, readFloat(input));
    case "time":
      return (input, output) => putJson(output, decodeTime(readPart(input)));
    case "raw":
      return (input, output) => putJson(output, parseRaw(readText(input)));
    default:
      return () => false;
  }
}

/** It has fields in two orders, and few that are long. */
function putMetadata(input: Input, output: JsonOutput): boolean {
  const { bytes, at, end } = readPart(input);
  return putJson(output, decodeMessage(objectMeta, bytes.subarray(at, end), input.growth));
}

function messagePut(message: Message): Put {
  let plan: Plan | undefined;
  return (input, output) => {
    // A message may contain itself.
    plan ??= planOf(message);
    if (output.depth === deepestCopied) return false;
    output.depth += 1;
    putByte(output, openBrace);
    if (!putPart(plan, input, output)) return false;
    endList(output, closeBrace);
    output.depth -= 1;
    return true;
  };
}

/** Copied while it is looked whether it has to be written otherwise. */
function putString(input: Input, output: JsonOutput): boolean {
  const length = readSmallVarint(input);
  const { bytes, at } = input;
  const end = at + length;
  if (end > input.end) return false;
  input.at = end;
  makeRoom(output, length + 2);
  const { bytes: to, size } = output;
  to[size] = quote;
  let next = size + 1;
  for (let from = at; from < end; from += 1) {
    const byte = bytes[from] as number;
    if (isPlain[byte] === 0) return putJson(output, bytes.toString("utf8", at, end));
    to[next] = byte;
    next += 1;
  }
  to[next] = quote;
  output.size = next + 1;
  return true;
}
