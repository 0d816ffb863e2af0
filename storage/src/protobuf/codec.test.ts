import { expect, it } from "vitest";
import { resultKinds } from "../kinds/result-kinds.ts";
import { count, inline, list, message, optional, pointer, text, whole } from "../schema/message.ts";
import { deleteOptions, status } from "../schema/meta.ts";
import { readMessage } from "../schema/read-message.ts";
import { rootOf } from "../schema/root.ts";
import { emptyMessage } from "../schema/zero.ts";
import { randomNumbers } from "../testing/random.ts";
import { randomObject } from "../testing/random-object.ts";
import { decodeMessage } from "./decode.ts";
import { encodeMessage } from "./encode.ts";
import { openEnvelope } from "./envelope.ts";
import { ProtobufError } from "./wire.ts";

const messages = [...resultKinds.flatMap(({ message: own }) => (own ? [rootOf(own)] : [])), status, deleteOptions];
const named = messages.map((each) => [each.name, each] as const);

it.each(named)("gives back every %s that JSON can hold", (_name, each) => {
  const random = randomNumbers(7);
  for (let round = 0; round < 40; round += 1) {
    const object = randomObject(each, random);
    expect(decodeMessage(each, encodeMessage(each, object))).toEqual(object);
    expect(readMessage(each, JSON.parse(JSON.stringify(object)))).toEqual({
      read: object,
      findings: { unknown: [], wrong: [] },
    });
  }
});

it.each(named)("takes no bytes for an empty %s", (_name, each) => {
  expect(decodeMessage(each, new Uint8Array())).toEqual(emptyMessage(each));
  expect(decodeMessage(each, encodeMessage(each, {}))).toEqual(emptyMessage(each));
});

it.each(named)("refuses or understands a damaged %s, and nothing else happens", (_name, each) => {
  const random = randomNumbers(11);
  for (let round = 0; round < 60; round += 1) {
    const bytes = encodeMessage(each, randomObject(each, random));
    const cut = bytes.subarray(0, Math.floor(random() * bytes.length));
    const changed = Buffer.from(bytes);
    for (let i = 0; i < 3; i += 1) changed[Math.floor(random() * changed.length)] = Math.floor(random() * 256);
    for (const damaged of [cut, changed]) {
      try {
        JSON.stringify(decodeMessage(each, damaged));
      } catch (error) {
        expect(error).toBeInstanceOf(ProtobufError);
      }
    }
  }
});

const small = message("Small", "For tests.", {
  also: [5, optional(text), ""],
  name: [1, text, ""],
  number: [2, whole, ""],
  items: [3, optional(list(text)), ""],
  maybe: [4, optional(pointer(count)), ""],
});

it.each([
  ["fields of newer clients are passed over", [0x0a, 1, 0x61, 0x78, 5, 0x7a, 2, 1, 2], { name: "a", number: 0 }],
  ["zeros of optional fields say nothing", [0x2a, 0, 0x10, 0], { name: "", number: 0 }],
  ["a pointer to zero is not nothing", [0x20, 0], { name: "", number: 0, maybe: 0 }],
  ["the last of several values counts", [0x10, 1, 0x10, 2], { name: "", number: 2 }],
  ["ten bytes are a negative number", [0x10, ...Array.from({ length: 9 }, () => 0xff), 1], { name: "", number: -1 }],
])("reads as every implementation does: %s", (_what, bytes, object) => {
  expect(decodeMessage(small, Uint8Array.from(bytes))).toEqual(object);
});

it.each([
  ["a length beyond the end", [0x0a, 5, 0x61]],
  ["an endless varint", Array.from({ length: 12 }, () => 0xff)],
  ["a text where a number belongs", [0x12, 1, 0x61]],
  ["a group", [0x2b, 0x2c]],
  ["a number that JSON cannot hold", [0x10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
])("refuses %s", (_what, bytes) => {
  expect(() => decodeMessage(small, Uint8Array.from(bytes))).toThrow(ProtobufError);
});

it.each([
  ["nothing", []],
  ["other bytes", [1, 2, 3, 4, 5]],
  ["too few", [0x6b, 0x38]],
])("knows no envelope in %s", (_what, bytes) => {
  expect(() => openEnvelope(Uint8Array.from(bytes))).toThrow("k8s");
});

it("does not follow messages in messages without end", () => {
  const profile = resultKinds.find(({ plural }) => plural === "containerprofiles")?.message;
  let node = Buffer.alloc(0);
  const wrap = (tag: number[], inner: Buffer) => {
    const output = encodeMessage(message("Length", "", { n: [1, whole, ""] }), { n: inner.length }).subarray(1);
    return Buffer.concat([Buffer.from(tag), inner.length === 0 ? Buffer.from([0]) : output, inner]);
  };
  for (let depth = 0; depth < 3000; depth += 1) node = wrap([0x0a], node);
  const spec = wrap([0x5a], wrap([0x12], wrap([0x0a], node)));
  expect(() => decodeMessage(rootOf(profile as never), wrap([0x12], spec))).toThrow("nested");
});

it("never changes what an absent field stands for", () => {
  const outer = message("Outer", "", { inner: [1, message("Inner", "", { name: [1, text, ""] }), ""] });
  decodeMessage(outer, encodeMessage(outer, { inner: { name: "a" } }));
  expect(decodeMessage(outer, new Uint8Array())).toEqual({ inner: { name: "" } });
  const parts = Buffer.concat(
    [{ name: "a" }, {}].map((inner) => Buffer.concat([encodeMessage(outer, { inner }), Buffer.from([0x0a, 0])])),
  );
  expect(decodeMessage(outer, parts)).toEqual({ inner: { name: "a" } });
});

it("puts a message that stands inline together from parts, too", () => {
  const inner = message("Inner", "", { name: [1, text, ""], number: [2, whole, ""] });
  const middle = message("Middle", "", { inner: [1, inner, ""] });
  const outer = message("Outer", "", { middle: [3, inline(middle), ""] });
  const parts = [{ name: "a" }, { number: 5 }].map((each) => encodeMessage(outer, { inner: each }));
  expect(decodeMessage(outer, Buffer.concat(parts))).toEqual({ inner: { name: "a", number: 5 } });
  expect(decodeMessage(outer, new Uint8Array())).toEqual({ inner: { name: "", number: 0 } });
});
