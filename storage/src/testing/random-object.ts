import { fieldsInJson } from "../schema/fields-in-json.ts";
import type { Field, FieldType, Message } from "../schema/message.ts";
import { zeroOf } from "../schema/zero.ts";

type Random = () => number;

const texts = ["", "a", "nginx", "größe", "日本語 🔒", "x".repeat(200), 'quotes " and \\', "\u0000"];
const wholes = [
  0,
  1,
  -1,
  127,
  128,
  300,
  -129,
  65_536,
  2 ** 31 - 1,
  -(2 ** 31),
  2 ** 53 - 1,
  -(2 ** 53) + 1,
  2 ** 48,
  2 ** 49,
];
const decimals = [0, 1, -1, 0.5, 7.1, 9.8, 1e-7, 2.71];
const raws = [{}, [], "text", 5, true, { a: { b: [1, null] }, "": 0 }];

/** An object as a client written in Go would send it: what a table allows, with everything that is always there. */
export function randomObject(message: Message, random: Random, depth = 0): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const field of fieldsInJson(message)) {
    const value = randomField(field, random, depth);
    if (value !== undefined) result[field.name] = value;
  }
  return result;
}

function randomField(field: Field, random: Random, depth: number): unknown {
  const isAbsent = random() < (depth > 6 ? 0.9 : 0.3);
  const { type, isOptional, isPointer } = field;
  if (isAbsent) return isPointer || type.is !== "message" ? zeroOf(field) : randomObject(type, random, depth + 1);
  const value = randomValue(type, random, depth);
  // What is optional and says nothing is left out; a pointer to nothing is not nothing.
  const saysNothing = type.is !== "raw" && (value === "" || value === 0 || value === false);
  return isOptional && !isPointer && saysNothing ? undefined : value;
}

function randomValue(type: FieldType, random: Random, depth: number): unknown {
  const pick = <T>(from: T[]): T => from[Math.floor(random() * from.length)] as T;
  switch (type.is) {
    case "message":
      return randomObject(type, random, depth + 1);
    case "list":
      return Array.from({ length: 1 + Math.floor(random() * 3) }, () => randomValue(type.of, random, depth + 1));
    case "map":
      return Object.fromEntries(
        pick([["a"], ["b", "a"], ["ü", ""]]).map((key) => [key, randomValue(type.of, random, depth + 1)]),
      );
    case "string":
      return pick(texts);
    case "bool":
      return random() < 0.5;
    case "int32":
      return pick(wholes.filter((each) => Math.abs(each) < 2 ** 31));
    case "int64":
      return pick(wholes.filter((each) => each >= (type.minimum ?? each)));
    case "float":
    case "double":
      return pick(decimals);
    case "time":
      return pick(["2026-08-22T14:55:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]);
    case "raw":
      return pick(raws);
    default:
      return { "f:spec": {} };
  }
}
