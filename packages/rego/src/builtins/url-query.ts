import { compare, keysOf } from "../values/compare.ts";
import { compareStrings } from "../values/compare-strings.ts";
import { memberOf } from "../values/member-of.ts";
import { objectOf } from "../values/objects.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { chargeValue } from "./charges.ts";
import { define, fail, failOperand } from "./define.ts";

/** Go's `url.QueryEscape`: letters, digits and `-_.~` stay, a space is `+`. */
function encodeText(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

function decodeText(text: string): string {
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(text);
  if (bad !== null) fail(`invalid URL escape "${bad[0]}"`);
  const bytes = text
    .replaceAll("+", " ")
    .split(/(%[0-9a-fA-F]{2})/)
    .map((part) => (/^%[0-9a-fA-F]{2}$/.test(part) ? Buffer.from(part.slice(1), "hex") : Buffer.from(part, "utf8")));
  return Buffer.concat(bytes).toString("utf8");
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
  define("urlquery.encode", ["string"], encodeText),
  define("urlquery.decode", ["string"], decodeText),
  define("urlquery.encode_object", ["object"], function (object) {
    chargeValue(this, object);
    return keysOf(object)
      .map((key) => [typeof key === "string" ? key : JSON.stringify(key), memberOf(object, key) as Value] as const)
      .toSorted(([a], [b]) => compareStrings(a, b))
      .flatMap(([key, value]) => textsOf(value).map((text) => `${encodeText(key)}=${encodeText(text)}`))
      .join("&");
  }),
  define("urlquery.decode_object", ["string"], (query) => {
    const found = new Map<string, string[]>();
    for (const pair of query.split("&")) {
      if (pair.includes(";")) fail("invalid semicolon separator in query");
      if (pair === "") continue;
      const [key = "", ...rest] = pair.split("=");
      const name = decodeText(key);
      const values = found.get(name) ?? [];
      values.push(decodeText(rest.join("=")));
      found.set(name, values);
    }
    return objectOf(found);
  }),
];
