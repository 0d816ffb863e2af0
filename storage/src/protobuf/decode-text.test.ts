import { expect, it } from "vitest";
import { resultKinds } from "../kinds/result-kinds.ts";
import { OutgrownError } from "../schema/growth.ts";
import {
  double,
  inline,
  list,
  type Message,
  map,
  message,
  optional,
  pointer,
  raw,
  text,
  whole,
} from "../schema/message.ts";
import { readMessage } from "../schema/read-message.ts";
import { rootOf } from "../schema/root.ts";
import { randomNumbers } from "../testing/random.ts";
import { randomObject } from "../testing/random-object.ts";
import { decodeMessage } from "./decode.ts";
import { decodeText } from "./decode-text.ts";
import { encodeMessage } from "./encode.ts";
import { ProtobufError } from "./wire.ts";

const messages = resultKinds.flatMap(({ message: own }) => (own ? [own] : []));
const named = messages.map((each) => [each.name, each] as const);
const type = { apiVersion: "v1", kind: "Any" };

const growthOf = (left: number) => ({ left, limit: left, sent: "", isHandedOver: false });

/** What is stored of an object that is decoded field by field; `undefined`: it is damaged. */
function readText(each: Message, bytes: Uint8Array, left = Number.POSITIVE_INFINITY): string | Error {
  try {
    const { metadata, ...body } = decodeMessage(rootOf(each), bytes, growthOf(left));
    return JSON.stringify({ ...type, metadata, ...readMessage(each, body).read });
  } catch (error) {
    if (error instanceof ProtobufError || error instanceof OutgrownError) return error;
    throw error;
  }
}

function directText(each: Message, bytes: Uint8Array, left = Number.POSITIVE_INFINITY): string | Error | undefined {
  try {
    return decodeText(rootOf(each), { ...type, raw: bytes }, growthOf(left));
  } catch (error) {
    if (error instanceof OutgrownError) return error;
    throw error;
  }
}

it.each(named)("decodes every %s to the text that would be stored of it", (_name, each) => {
  const random = randomNumbers(13);
  for (let round = 0; round < 100; round += 1) {
    const bytes = encodeMessage(rootOf(each), randomObject(rootOf(each), random));
    const direct = directText(each, bytes);
    // Computed objects have metadata of others in them, which is not in the order of its numbers.
    if (direct !== undefined || each.name !== "GeneratedNetworkPolicy")
      expect(direct === readText(each, bytes)).toBe(true);
  }
});

it.each(named)("lets no %s come to more than it may", (_name, each) => {
  const random = randomNumbers(17);
  for (let round = 0; round < 60; round += 1) {
    const bytes = encodeMessage(rootOf(each), randomObject(rootOf(each), random));
    const left = Math.floor(random() * 2000);
    const direct = directText(each, bytes, left);
    if (direct instanceof Error) expect(readText(each, bytes, left)).toBeInstanceOf(OutgrownError);
    else if (direct !== undefined) expect(direct === readText(each, bytes, left)).toBe(true);
  }
});

it.each(named)(
  "leaves a damaged %s to whoever decodes it field by field, or decodes it all the same",
  (_name, each) => {
    const random = randomNumbers(19);
    for (let round = 0; round < 200; round += 1) {
      const bytes = encodeMessage(rootOf(each), randomObject(rootOf(each), random));
      const changed = Buffer.from(bytes);
      for (let i = 0; i < 3; i += 1) changed[Math.floor(random() * changed.length)] = Math.floor(random() * 256);
      for (const damaged of [bytes.subarray(0, Math.floor(random() * bytes.length)), changed]) {
        const direct = directText(each, damaged);
        if (direct !== undefined) expect(direct === readText(each, damaged)).toBe(true);
      }
    }
  },
);

const inner = message("Inner", "", { text: [1, text, ""], count: [2, optional(whole), ""] });
const small = message("Small", "For tests.", {
  name: [2, text, ""],
  part: [3, inline(inner), ""],
  inner: [4, inner, ""],
  names: [5, list(text), ""],
  labels: [6, map(text), ""],
  any: [7, optional(raw), ""],
  maybe: [8, optional(pointer(whole)), ""],
  decimal: [9, double, ""],
  also: [10, optional(text), ""],
});

it.each([
  ["nothing", []],
  ["zeros that say nothing", [0x12, 0, 0x1a, 2, 0x10, 0, 0x52, 0]],
  ["a pointer to zero", [0x40, 0]],
  ["no JSON", [0x3a, 0]],
  ["null, which is JSON", [0x3a, 4, ...Buffer.from("null")]],
  ["JSON that is beyond all numbers", [0x3a, 5, ...Buffer.from("1e999")]],
  ["escapes and other letters", [0x12, 8, ...Buffer.from('"\\\n\u2028é')]],
  ["bytes that are no UTF-8", [0x12, 3, 0x61, 0xff, 0x62]],
  ["an empty message", [0x22, 0]],
])("decodes %s", (_what, bytes) => {
  expect(directText(small, Uint8Array.from(bytes))).toBe(readText(small, Uint8Array.from(bytes)));
});

const entry = (name: string) => [0x32, 4 + name.length, 0x0a, name.length, ...Buffer.from(name), 0x12, 0];

it.each([
  ["fields that nobody knows", [0x12, 1, 0x61, 0x78, 5]],
  ["fields in another order", [0x2a, 1, 0x61, 0x12, 1, 0x61]],
  ["a field twice", [0x12, 1, 0x61, 0x12, 1, 0x62]],
  ["a message in two parts", [0x22, 0, 0x22, 0]],
  ["a list in two parts", [0x2a, 1, 0x61, 0x40, 1, 0x2a, 1, 0x61]],
  ["a name twice", [...entry("a"), ...entry("b"), ...entry("a")]],
  ["a name that is a whole number", entry("1")],
  ["a name that would be a prototype", entry("__proto__")],
  ["an entry without a value", [0x32, 3, 0x0a, 1, 0x61]],
  ["an entry with more", [0x32, 7, 0x0a, 1, 0x61, 0x12, 0, 0x18, 1]],
  ["another wire type", [0x10, 1]],
  ["a length beyond the end", [0x12, 5, 0x61]],
  ["a part that is longer than what it is in", [0x22, 3, 0x0a, 5, 0x61, 0x61, 0x61, 0x61]],
  ["a number that JSON has no word for", [0x49, 0, 0, 0, 0, 0, 0, 0xf0, 0x7f]],
  ["a number that is not exact", [0x40, ...Array.from({ length: 8 }, () => 0xff), 0x7f]],
  ["JSON that is none", [0x3a, 1, 0x7b]],
])("leaves %s to whoever decodes it field by field", (_what, bytes) => {
  expect(directText(small, Uint8Array.from(bytes))).toBeUndefined();
});
