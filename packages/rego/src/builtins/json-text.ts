import type { Context } from "../runtime/context.ts";
import { keysOf } from "../values/compare.ts";
import { jsonText, parseJson } from "../values/json.ts";
import { memberOf } from "../values/member-of.ts";
import { plainText, print } from "../values/print.ts";
import type { RegoMap } from "../values/rego-map.ts";
import type { PlainObject, Value } from "../values/value.ts";
import { chargeText, longestText } from "./charges.ts";
import { charge, define, fail, failOperand } from "./define.ts";
import { weight } from "./weight.ts";

function parse(text: string): Value {
  try {
    return parseJson(text);
  } catch (error) {
    return fail((error as Error).message);
  }
}

type Layout = { readonly prefix: string; readonly indent: string; readonly pretty: boolean };

function layoutOf(options: PlainObject | RegoMap): Layout {
  const keys = keysOf(options);
  const text = (name: string, fallback: string): string => {
    const given = memberOf(options, name);
    const value = given === undefined ? fallback : given;
    return typeof value === "string" ? value : failOperand(2, `key ${name} failed cast to string`);
  };
  for (const key of keys) {
    if (!["prefix", "indent", "pretty"].includes(plainText(key)))
      failOperand(2, `object contained unknown key ${print(key)}`);
  }
  const given = memberOf(options, "pretty");
  const pretty = given === undefined ? keys.length > 0 : given;
  if (typeof pretty !== "boolean") failOperand(2, "key pretty failed cast to bool");
  return { prefix: text("prefix", ""), indent: text("indent", "\t"), pretty };
}

/** Go's `json.MarshalIndent`: empty composites stay on one line. */
function indented(context: Context, compact: string, { prefix, indent }: Layout): string {
  let depth = 0;
  let length = compact.length;
  const line = (): string => {
    const added = prefix.length + indent.length * depth;
    length += added;
    chargeText(context, added);
    if (length > longestText) fail("result too large");
    return `\n${prefix}${indent.repeat(depth)}`;
  };
  const text = compact.replace(/"(?:[^"\\]|\\.)*"|\{\}|\[\]|[{}[\],:]/g, (token) => {
    if (token === "{" || token === "[") {
      depth += 1;
      return token + line();
    }
    if (token === "}" || token === "]") {
      depth -= 1;
      return line() + token;
    }
    if (token === ",") return `,${line()}`;
    return token === ":" ? ": " : token;
  });
  return prefix + text;
}

export const jsonTextFamily = [
  define("json.marshal", ["any"], function (value) {
    chargeText(this, weight(value));
    return jsonText(value);
  }),
  define("json.marshal_with_options", ["any", "object"], function (value, options) {
    const layout = layoutOf(options);
    chargeText(this, weight(value));
    return layout.pretty ? indented(this, jsonText(value), layout) : jsonText(value);
  }),
  define("json.unmarshal", ["string"], function (text) {
    charge(this, text.length * 4);
    return parse(text);
  }),
  define("json.is_valid", ["any"], (text) => {
    if (typeof text !== "string") return false;
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }),
];
