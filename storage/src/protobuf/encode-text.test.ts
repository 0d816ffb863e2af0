import { expect, it } from "vitest";
import { resultKinds } from "../kinds/result-kinds.ts";
import {
  double,
  float,
  inline,
  list,
  type Message,
  map,
  message,
  optional,
  pointer,
  raw,
  text,
  time,
  whole,
} from "../schema/message.ts";
import { randomNumbers } from "../testing/random.ts";
import { randomObject } from "../testing/random-object.ts";
import { decodeMessage } from "./decode.ts";
import { encodeMessage } from "./encode.ts";
import { encodeText } from "./encode-text.ts";

const messages = resultKinds.flatMap(({ message: own }) => (own ? [own] : []));
const named = messages.map((each) => [each.name, each] as const);

/** As the store has it. */
const stored = (object: object) => Buffer.from(JSON.stringify(object).slice(1, -1));

/** Whether it is encoded without being parsed. */
function expectSame(each: Message, json: Buffer): boolean {
  const encoded = encodeText(each, json);
  if (encoded) expect(encoded.equals(encodeMessage(each, JSON.parse(`{${json.toString()}}`)))).toBe(true);
  return encoded !== undefined;
}

it.each(named)("encodes every text of a %s as the object that it is", (_name, each) => {
  const random = randomNumbers(3);
  for (let round = 0; round < 100; round += 1) {
    const text = stored(randomObject(each, random));
    // Metadata of other objects is parsed.
    if (!expectSame(each, text)) expect(text.includes('"metadata":{')).toBe(true);
  }
});

it.each(named)("leaves a damaged %s to whoever parses it, or encodes it all the same", (_name, each) => {
  const random = randomNumbers(5);
  for (let round = 0; round < 100; round += 1) {
    const json = stored(randomObject(each, random)).toString();
    const at = Math.floor(random() * json.length);
    for (const damaged of [json.slice(0, at), `${json.slice(0, at)} ${json.slice(at)}`]) {
      const encoded = isJson(damaged) ? encodeText(each, Buffer.from(damaged)) : undefined;
      // A space in a field of any JSON stays there.
      if (encoded) expect(decodeMessage(each, encoded)).toEqual(decodedOf(each, damaged));
    }
  }
});

function decodedOf(each: Message, fields: string): object {
  return decodeMessage(each, encodeMessage(each, JSON.parse(`{${fields}}`)));
}

function isJson(fields: string): boolean {
  try {
    return JSON.parse(`{${fields}}`) !== undefined;
  } catch {
    return false;
  }
}

const inner = message("Inner", "", { text: [1, text, ""], count: [2, optional(whole), ""] });
const small = message("Small", "For tests.", {
  name: [1, text, ""],
  part: [17, inline(inner), ""],
  number: [2, whole, ""],
  decimal: [3, double, ""],
  part32: [4, optional(float), ""],
  names: [1001, list(text), ""],
  labels: [6, map(text), ""],
  any: [7, optional(raw), ""],
  maybe: [8, optional(pointer(whole)), ""],
  when: [9, optional(time), ""],
});

it.each([
  ["nothing", {}],
  ["zeros", { name: "", number: 0, decimal: 0, names: null, labels: null }],
  ["a pointer to zero", { maybe: 0 }],
  ["null, which is any JSON", { any: null }],
  ["JSON of any form", { any: { a: ['"}', { b: "\\" }, 1.5e-9, null], c: {} } }],
  ["escapes", { name: `a "quote" \n and \\ ${"x".repeat(200)}`, names: ["\u0000", "\ud800", "x".repeat(60)] }],
  ["an escape far behind", { name: `${"x".repeat(100)}"`, text: "x".repeat(100), names: ["x".repeat(127), ""] }],
  ["texts of all lengths", { names: [...Array(300).keys()].map((length) => "é".repeat(length)) }],
  ["entries in any order", { labels: { b: "1", a: "2", "": "", é: "3", ab: "x".repeat(300) } }],
  ["whole numbers", { count: 2 ** 53 - 1, number: -1, maybe: -(2 ** 53) + 1 }],
  ["decimals", { decimal: 1e21, part32: 0.1 }],
  ["more decimals", { decimal: -123_456_789.123_456_78, part32: 3.4e38 }],
  ["small decimals", { decimal: 5e-324, part32: -0.1 }],
  ["times", { when: "1969-12-31T23:59:59.5Z" }],
])("encodes %s", (_what, object) => {
  expect(expectSame(small, stored(object))).toBe(true);
});

it.each([
  ["fields in another order", { number: 1, name: "a" }],
  ["fields that are in no table", { name: "a", other: 1 }],
  ["values of another type", { name: 1 }],
  ["a fraction in place of a whole number", { number: 1.5 }],
  ["names with escapes", { labels: { '"': "" } }],
  ["names beyond the basic plane", { labels: { "🔒": "", "\uffff": "" } }],
])("leaves %s to whoever parses it", (_what, object) => {
  expect(encodeText(small, stored(object))).toBeUndefined();
});

it("has as good decimals as JSON's reader", () => {
  const random = randomNumbers(9);
  for (let round = 0; round < 20_000; round += 1) {
    const digits = Math.floor(random() * 10 ** Math.floor(random() * 17));
    expectSame(small, stored({ decimal: digits / 10 ** Math.floor(random() * 17) }));
  }
});

it("does not follow messages in messages without end", () => {
  const node: Message = message("Node", "", () => ({ node: [1, optional(pointer(node)), ""] }));
  const text = (depth: number) => Buffer.from(`${'"node":{'.repeat(depth)}${"}".repeat(depth)}`);
  expect(expectSame(node, text(90))).toBe(true);
  expect(encodeText(node, text(100_000))).toBeUndefined();
});
