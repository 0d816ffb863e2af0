import { type Growth, grow, leastLength } from "../schema/growth.ts";
import type { Field, FieldType, Message } from "../schema/message.ts";
import { remembered } from "../schema/remembered.ts";
import { emptyMessage } from "../schema/zero.ts";
import {
  type Input,
  inputOf,
  readDouble,
  readFloat,
  readPart,
  readSmallVarint,
  readText,
  readVarint,
  skip,
} from "./input.ts";
import { inField, ProtobufError, wireTypeOf } from "./wire.ts";

type Fields = Record<string, unknown>;

/** Messages in messages. Only call stacks contain themselves. */
const depthLimit = 1000;

/**
 * The object that JSON would have for these bytes, with what is absent filled in (`emptyMessage`). Fields that the table
 * does not know are passed over, as newer clients have more of them.
 *
 * @param growth Absent: it may come to anything.
 * @throws ProtobufError for anything that is no such message. OutgrownError.
 */
export function decodeMessage(message: Message, bytes: Uint8Array, growth?: Growth): Fields {
  const { empty } = planOf(message);
  const result = { ...empty };
  decodeFields(message, inputOf(bytes, growth), { result, empty }, 0);
  return result;
}

/**
 * What decoding needs of a message, found out once. `empty` is shared: its parts are replaced, never changed. `least`: what one
 * adds to a list.
 */
type Plan = { byNumber: Map<number, Field>; empty: Fields; least: number };

const planOf = remembered(
  (message: Message): Plan => ({
    byNumber: new Map(message.fields.map((field) => [field.number, field])),
    empty: emptyMessage(message),
    least: leastLength(message),
  }),
);

/** An object that is being filled, and what it was before: a part that is still as it was is replaced. */
type Filling = { result: Fields; empty: Fields };

function decodeFields(message: Message, input: Input, filling: Filling, depth: number): void {
  if (depth > depthLimit) throw new ProtobufError(`messages are nested more than ${depthLimit} times`);
  const { byNumber } = planOf(message);
  while (input.at < input.end) {
    const tag = readSmallVarint(input);
    const field = byNumber.get(tag >>> 3);
    if (!field) {
      skip(input, tag & 7);
      continue;
    }
    try {
      if ((tag & 7) !== wireTypeOf(field.type)) throw new ProtobufError(`it has wire type ${tag & 7}`);
      decodeField(field, input, filling, depth);
    } catch (error) {
      throw inField(field.name, error);
    }
  }
}

function decodeField(field: Field, input: Input, filling: Filling, depth: number): void {
  const { name, type, isInline } = field;
  const { result, empty } = filling;
  switch (type.is) {
    case "message":
      if (isInline) decodeFields(type, readPart(input), filling, depth + 1);
      // A message that comes in parts is put together.
      else result[name] = decodeNested(type, input, result[name] === empty[name] ? undefined : result[name], depth);
      return;
    case "list": {
      const items = (result[name] ?? []) as unknown[];
      items.push(decodeValue(type.of, input, depth));
      result[name] = items;
      return;
    }
    case "map": {
      const entries = (result[name] ?? {}) as Fields;
      decodeEntry(type.of, readPart(input), entries, depth);
      result[name] = entries;
      return;
    }
    default: {
      const value = decodeValue(type, input, depth);
      if (saysNothing(field, value)) delete result[name];
      else if (value !== undefined) result[name] = value;
    }
  }
}

/** Clients written in Go send zeros of optional fields, too, and leave them out of JSON. */
function saysNothing({ isOptional, isPointer, type }: Field, value: unknown): boolean {
  if (!isOptional || isPointer || type.is === "raw") return false;
  return value === "" || value === 0 || value === false;
}

function decodeNested(message: Message, input: Input, begun: unknown, depth: number): Fields {
  const { empty } = planOf(message);
  return decodePart(message, input, { result: (begun as Fields | undefined) ?? { ...empty }, empty }, depth);
}

function decodeItem(message: Message, input: Input, depth: number): Fields {
  const { empty, least } = planOf(message);
  grow(input.growth, least);
  return decodePart(message, input, { result: { ...empty }, empty }, depth);
}

function decodePart(message: Message, input: Input, filling: Filling, depth: number): Fields {
  decodeFields(message, readPart(input), filling, depth + 1);
  return filling.result;
}

/** One value of a list or map, or a scalar; `undefined` where the bytes say that there is none. */
function decodeValue(type: FieldType, input: Input, depth: number): unknown {
  switch (type.is) {
    case "string":
      return readText(input);
    case "message":
      return decodeItem(type, input, depth);
    case "int64":
      return readVarint(input);
    case "int32":
      return readVarint(input) | 0;
    case "bool":
      return readVarint(input) !== 0;
    case "double":
      return finite(readDouble(input));
    case "float":
      return finite(readFloat(input));
    case "time":
      return decodeTime(readPart(input));
    case "raw":
      return parseRaw(readText(input));
    case "fieldsV1":
      return decodeFieldsV1(readPart(input));
    default:
      throw new ProtobufError(`a ${type.is} stands in no list`);
  }
}

/** A map is a list of messages with a key and a value. https://protobuf.dev/programming-guides/encoding/, "Maps". */
function decodeEntry(of: FieldType, input: Input, entries: Fields, depth: number): void {
  let key = "";
  let value: unknown;
  while (input.at < input.end) {
    const tag = readSmallVarint(input);
    if (tag === 0x0a) key = readText(input);
    else if (tag >>> 3 === 2 && (tag & 7) === wireTypeOf(of)) value = decodeValue(of, input, depth);
    else skip(input, tag & 7);
  }
  // Assigned, it would change the prototype.
  if (key !== "__proto__") entries[key] = value ?? emptyValue(of, input.growth);
}

function emptyValue(type: FieldType, growth: Growth | undefined): unknown {
  if (type.is === "message") {
    const { empty, least } = planOf(type);
    grow(growth, least);
    return { ...empty };
  }
  return type.is === "string" ? "" : null;
}

/** JSON has no word for other numbers. */
function finite(value: number): number {
  if (!Number.isFinite(value)) throw new ProtobufError(`${value} is no number in JSON`);
  return value;
}

/** `undefined` for no text. */
export function parseRaw(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ProtobufError("a field that holds JSON holds something else", { cause: error });
  }
}

/** Seconds and nanoseconds since 1970; no bytes are no time. Kubernetes' times are whole seconds. */
export function decodeTime(input: Input): string | undefined {
  let seconds: number | undefined;
  while (input.at < input.end) {
    const tag = readSmallVarint(input);
    if (tag === 0x08) seconds = readVarint(input);
    else skip(input, tag & 7);
  }
  if (seconds === undefined) return undefined;
  const time = new Date(seconds * 1000);
  const year = time.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new ProtobufError(`${seconds} seconds are no time of RFC 3339`);
  return `${time.toISOString().slice(0, 19)}Z`;
}

function decodeFieldsV1(input: Input): unknown {
  let fields: unknown;
  while (input.at < input.end) {
    const tag = readSmallVarint(input);
    if (tag === 0x0a) fields = parseRaw(readText(input));
    else skip(input, tag & 7);
  }
  return fields;
}
