import { compare, keysOf } from "./compare.ts";
import { noteMembers } from "./effort.ts";
import { isArray, isNumber } from "./kinds.ts";
import { memberOf } from "./member-of.ts";
import { numberText } from "./numbers.ts";
import type { RegoMap } from "./rego-map.ts";
import { RegoSet } from "./rego-set.ts";
import type { PlainObject, Value } from "./value.ts";

/** A value as Rego source: `{"a": [1, true]}`, `{1, 2}`, `set()`. */
export function print(value: Value): string {
  if (typeof value === "string") return quoted(value);
  if (isNumber(value)) return numberText(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (isArray(value)) return `[${printAll(value)}]`;
  if (value instanceof RegoSet) {
    return value.size === 0 ? "set()" : `{${printAll(value.sorted(compare))}}`;
  }
  const object = value as PlainObject | RegoMap;
  const keys = keysOf(object);
  noteMembers(keys.length);
  const members = keys.map((key) => `${print(key)}: ${print(memberOf(object, key) as Value)}`);
  return `{${members.join(", ")}}`;
}

function printAll(values: readonly Value[]): string {
  noteMembers(values.length);
  return values.map(print).join(", ");
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\v": "\\v",
};

/** A string in Go's quotes: printable characters as they are, the rest as escapes. */
export function quoted(text: string): string {
  const body = text.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (char) => escapes[char] ?? unicodeEscape(char));
  return `"${body}"`;
}

function unicodeEscape(char: string): string {
  const code = char.codePointAt(0) as number;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** A string as it is, any other value as Rego source. */
export function plainText(value: Value): string {
  return typeof value === "string" ? value : print(value);
}

/** A part of a template string: the only member of its set of values, or a word for a part without a value. */
export function printTemplatePart(values: RegoSet): string {
  const [value] = values.sorted(compare);
  if (value === undefined) return "<undefined>";
  return plainText(value);
}
