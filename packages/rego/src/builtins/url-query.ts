import { compare, keysOf } from "../values/compare.ts";
import { compareStrings } from "../values/compare-strings.ts";
import { memberOf } from "../values/member-of.ts";
import { ObjectBuilder } from "../values/objects.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { chargeMembers, chargeValue } from "./charges.ts";
import { define, fail, failOperand } from "./define.ts";
import { inPieces, splitInPieces } from "./pieces.ts";

/** Go's `url.QueryEscape`: letters, digits and `-_.~` stay, a space is `+`. */
function encodeText(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

function decodeText(text: string): string {
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(text);
  if (bad !== null) fail(`invalid URL escape "${bad[0]}"`);
  if (!/[%+]/.test(text)) return text;
  const bytes = Buffer.from(text);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === percent) {
      bytes[length++] = (hexDigit(bytes[at + 1] as number) << 4) | hexDigit(bytes[at + 2] as number);
      at += 2;
    } else bytes[length++] = byte === plus ? space : byte;
  }
  return bytes.toString("utf8", 0, length);
}

const [percent, plus, space] = [0x25, 0x2b, 0x20];

function hexDigit(byte: number): number {
  return byte <= 0x39 ? byte - 0x30 : (byte & 0xdf) - 0x37;
}

const badValues = "values must be string, array[string], or set[string]";

function textsOf(value: Value): string[] {
  if (typeof value === "string") return [value];
  const list =
    value instanceof RegoSet ? value.sorted(compare) : Array.isArray(value) ? (value as readonly Value[]) : undefined;
  return (list ?? failOperand(1, badValues)).map((item) =>
    typeof item === "string" ? item : failOperand(1, badValues),
  );
}

export const urlQuery = [
  define("urlquery.encode", ["string"], function (text) {
    return inPieces(this, text, encodeText);
  }),
  define("urlquery.decode", ["string"], decodeText),
  define("urlquery.encode_object", ["object"], function (object) {
    chargeValue(this, object);
    return keysOf(object)
      .map((key) => [typeof key === "string" ? key : JSON.stringify(key), memberOf(object, key) as Value] as const)
      .toSorted(([a], [b]) => compareStrings(a, b))
      .flatMap(([key, value]) => textsOf(value).map((text) => `${encodeText(key)}=${encodeText(text)}`))
      .join("&");
  }),
  define("urlquery.decode_object", ["string"], function (query) {
    const found = new Map<string, string[]>();
    for (const pair of splitInPieces(this, query, "&")) {
      chargeMembers(this, 1);
      if (pair.includes(";")) fail("invalid semicolon separator in query");
      if (pair === "") continue;
      const [key = "", ...rest] = pair.split("=");
      const name = decodeText(key);
      const values = found.get(name) ?? [];
      values.push(decodeText(rest.join("=")));
      found.set(name, values);
    }
    const object = new ObjectBuilder();
    for (const [name, values] of found) {
      chargeMembers(this, 1);
      object.set(name, values);
    }
    return object.build();
  }),
];
