import { expect, it } from "vitest";
import { resultKinds } from "../kinds/result-kinds.ts";
import { randomNumbers } from "../testing/random.ts";
import { randomObject } from "../testing/random-object.ts";
import { isAsRead } from "./as-read.ts";
import {
  count,
  double,
  type FieldType,
  flag,
  list,
  type Message,
  map,
  message,
  raw,
  text,
  whole32,
} from "./message.ts";
import { patternOf } from "./pattern.ts";

function matches(type: FieldType, given: string): boolean {
  return new RegExp(`^${patternOf(type)}$`).test(given);
}

it.each<[FieldType, string[], string[]]>([
  [text, ['""', '"größe"', String.raw`"\"\\\n"`], ['"', '"a"b"', String.raw`"\/"`, String.raw`"\u0041"`, '"\n"', "a"]],
  [flag, ["true", "false"], ["1", "null", "truefalse"]],
  [whole32, ["0", "-1", "999999999"], ["-0", "01", "1.0", "1e3", "9999999999"]],
  [count, ["0", "12"], ["-1", "1.5", "9999999999999999"]],
  [double, ["0", "7.5", "-0.000001", "120"], ["-0", "7.50", "0.0000001", "1.", ".5", "1e2", "1234567890.1234567"]],
  [list(text), ["[]", '["a"]', '["a","b"]'], ["[", '["a",]', '[,"a"]', '["a""b"]', "[null]"]],
  [
    map(text),
    ["{}", '{"a":""}'],
    ['{"a":"","a":""}', '{"7":""}', '{"__proto__":""}', String.raw`{"\n":""}`, '{"a":null}'],
  ],
  [raw, ["null", '[[1,"a"],{"a":true}]'], ["", "nul", '{"a":1,"a":2}', "[[[[]]]]"]],
  [{ is: "int64", minimum: 5 }, [], ["5", "4"]],
  [
    { is: "time" },
    ['"2026-08-22T14:55:00Z"', '"2026-12-31T23:59:59.25Z"', '"2026-02-28T00:00:00Z"', '"2026-04-30T00:00:00Z"'],
    [
      '"2026-02-29T00:00:00Z"',
      '"2026-04-31T00:00:00Z"',
      '"2026-13-01T00:00:00Z"',
      '"2026-01-00T00:00:00Z"',
      '"2026-01-01T24:00:00Z"',
      '"2026-01-01T00:60:00Z"',
      '"2026-01-01T00:00:00+01:00"',
      '"2026-01-01"',
      "null",
    ],
  ],
])("knows texts that are written in one way", (type, known, others) => {
  for (const given of known) expect(matches(type, given), given).toBe(true);
  for (const given of others) expect(matches(type, given), given).toBe(false);
});

it("knows maps with more entries where that is wanted", () => {
  const pattern = new RegExp(`^${patternOf(map(raw), undefined, true)}$`);
  for (const given of ["{}", '{"a":1}', '{"a":1,"b":{"c":1,"d":[]}}']) expect(pattern.test(given), given).toBe(true);
  for (const given of ['{"a":1,}', '{,"a":1}', '{"a":1"b":2}', '{"a":1,"7":2}'])
    expect(pattern.test(given), given).toBe(false);
});

it("matches no message in itself", () => {
  const tree: Message = message("Tree", "", () => ({ name: [1, text, ""], below: [2, list(tree), ""] }));
  expect(matches(tree, '{"name":"a","below":[]}')).toBe(true);
  expect(matches(tree, '{"name":"a","below":[{"name":"b","below":[]}]}')).toBe(false);
});

it("matches of random objects of every kind only what reading leaves as it is", () => {
  const random = randomNumbers(7);
  const tables = resultKinds.flatMap((kind) => kind.message ?? []);
  const texts = tables.flatMap((table) => {
    const pattern = new RegExp(`^${patternOf(table)}$`);
    const all = Array.from({ length: 60 }, () => JSON.stringify(randomObject(table, random)));
    return all.filter((given) => pattern.test(given)).map((given) => ({ table, given }));
  });
  for (const { table, given } of texts) expect(isAsRead(table, JSON.parse(given)), given).toBe(true);
  expect(texts.length).toBeGreaterThan(30);
});
