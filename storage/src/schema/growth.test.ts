import { expect, it } from "vitest";
import { resultKinds } from "../kinds/result-kinds.ts";
import { decodeMessage } from "../protobuf/decode.ts";
import { encodeMessage } from "../protobuf/encode.ts";
import { randomNumbers } from "../testing/random.ts";
import { randomObject } from "../testing/random-object.ts";
import { type Growth, leastLength, OutgrownError } from "./growth.ts";
import { list, map, message, text } from "./message.ts";
import { readMessage } from "./read-message.ts";
import { emptyMessage } from "./zero.ts";

const item = message("Item", "", { identifier: [1, text, ""], description: [2, text, ""] });
const itemLength = `{"identifier":"","description":""}`.length;
const basket = message("Basket", "", { items: [1, list(item), ""], byName: [2, map(item), ""] });

/** Room for two items and no third one. */
function growth(): Growth {
  const limit = 2 * itemLength;
  return { left: limit, limit, sent: "", isHandedOver: false };
}

it.each([
  ["items", { items: [{}, {}] }, { items: [{}, {}, {}] }],
  ["nothing for items", { items: [null, null] }, { items: [null, null, null] }],
  ["entries", { byName: { a: {}, b: {} } }, { byName: { a: {}, b: {}, c: {} } }],
  ["both", { items: [{}], byName: { a: {} } }, { items: [{}, {}], byName: { a: {} } }],
])("reads %s until they come to more than they may, in JSON and protobuf", (_what, fits, outgrows) => {
  expect(readMessage(basket, fits, growth()).findings.wrong).toEqual([]);
  expect(() => readMessage(basket, outgrows, growth())).toThrow(OutgrownError);
  decodeMessage(basket, encodeMessage(basket, fits), growth());
  expect(() => decodeMessage(basket, encodeMessage(basket, outgrows), growth())).toThrow(OutgrownError);
});

it("takes what is complete for as long as it is", () => {
  const items = Array.from({ length: 100 }, () => ({ identifier: "", description: "" }));
  expect(readMessage(basket, { items, byName: null }, growth()).read).toEqual({ items, byName: null });
});

const messages = resultKinds.flatMap(({ message: own }) => (own ? [[own.name, own] as const] : []));

it.each(messages)("counts no more of a %s than it has at least", (_name, own) => {
  const random = randomNumbers(5);
  expect(leastLength(own)).toBeGreaterThan(1);
  expect(leastLength(own)).toBeLessThanOrEqual(JSON.stringify(emptyMessage(own)).length);
  for (let round = 0; round < 40; round += 1) {
    const { read } = readMessage(own, randomObject(own, random));
    expect(leastLength(own)).toBeLessThanOrEqual(JSON.stringify(read).length);
  }
});
