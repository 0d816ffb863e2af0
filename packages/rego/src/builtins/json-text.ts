import type { Context } from "../runtime/context.ts";
import { keysOf } from "../values/compare.ts";
import { jsonText } from "../values/json.ts";
import { typeName } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import { print } from "../values/print.ts";
import type { RegoMap } from "../values/rego-map.ts";
import type { PlainObject, Value } from "../values/value.ts";
import { chargeText, longestText } from "./charges.ts";
import { charge, define, fail, failOperand } from "./define.ts";
import { mustFitJson, readJsonInTime } from "./read-json.ts";
import { weight } from "./weight.ts";

type Layout = { readonly prefix: string; readonly indent: string; readonly pretty: boolean };

/** Options are read in the order of their keys, as OPA does, and the first that is wrong is told. */
function layoutOf(options: PlainObject | RegoMap): Layout {
  const layout = { prefix: "", indent: "\t", pretty: false };
  const keys = keysOf(options);
  for (const [position, key] of keys.entries()) {
    const value = memberOf(options, key);
    if (key === "prefix" || key === "indent") layout[key] = textOption(key, value, position);
    else if (key !== "pretty") failOperand(2, unknownOption(key, position));
    else if (typeof value !== "boolean") failOperand(2, `key ${print(key)} failed cast to bool`);
  }
  const asked = memberOf(options, "pretty");
  return { ...layout, pretty: asked === undefined ? keys.length > 0 : asked === true };
}

function textOption(key: string, value: Value | undefined, position: number): string {
  if (typeof value === "string") return value;
  const reason = `operand ${position} must be string but got ${typeName(value as Value)}`;
  return failOperand(2, `key ${print(key)} failed cast to string: ${reason}`);
}

function unknownOption(key: Value, position: number): string {
  if (typeof key === "string") return `object contained unknown key ${print(key)}`;
  const reason = `operand ${position} must be string but got ${typeName(key)}`;
  return `failed to stringify key ${print(key)} at index ${position}: ${reason}`;
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
    return readJsonInTime(this, text);
  }),
  define("json.is_valid", ["any"], function (text) {
    if (typeof text !== "string") return false;
    mustFitJson(this, text);
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }),
];
