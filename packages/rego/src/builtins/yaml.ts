import { parseAllDocuments, stringify, type YAMLParseError } from "yaml";
import { toJson } from "../values/json.ts";
import { isNumber } from "../values/kinds.ts";
import { parseNumber } from "../values/numbers.ts";
import { objectOf } from "../values/objects.ts";
import { print } from "../values/print.ts";
import type { Value } from "../values/value.ts";
import { charge, define, fail } from "./define.ts";

/** Aliases may not multiply a document beyond this, which stops the billion laughs. */
const mostAliases = 100;

/** YAML 1.1 as Go's JSON-minded reader has it: no timestamps, no base 60, no binary. */
function read(text: string): Value {
  const documents = parseAllDocuments(text, {
    version: "1.1",
    customTags: (tags) => tags.filter((tag) => !isForeign(tag)),
    merge: true,
    uniqueKeys: true,
    intAsBigInt: true,
    logLevel: "silent",
  });
  const [document] = documents;
  if (document === undefined || !("errors" in document)) return null;
  const problem = documents.flatMap(({ errors }) => errors)[0];
  if (problem !== undefined) return fail(problemText(problem));
  return fromYaml(document.toJS({ maxAliasCount: mostAliases, mapAsMap: true }));
}

/** What is missing is all that Go's reader says of most errors. */
function problemText({ message, linePos }: YAMLParseError): string {
  const row = linePos?.[0].line ?? 1;
  const [what = ""] = message.split("\n");
  return `yaml: line ${row}: did not find expected token: ${what}`;
}

const foreignTags = ["timestamp", "binary", "omap", "pairs", "set"];

function isForeign(tag: unknown): boolean {
  if (typeof tag === "string") return foreignTags.includes(tag);
  const { tag: name = "", format } = tag as { tag?: string; format?: string };
  return format === "TIME" || foreignTags.some((foreign) => name.endsWith(`:${foreign}`));
}

function fromYaml(value: unknown): Value {
  if (typeof value === "bigint") return parseNumber(value.toString());
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return fail("yaml: unsupported value");
    return parseNumber(String(value));
  }
  if (Array.isArray(value)) return value.map(fromYaml);
  if (!(value instanceof Map)) return (value ?? null) as Value;
  return objectOf([...value].map(([key, member]) => [keyText(fromYaml(key)), fromYaml(member)]));
}

/** JSON has no other keys than strings. */
function keyText(key: Value): string {
  if (typeof key === "string") return key;
  return isNumber(key) || key === null || typeof key === "boolean" ? print(key) : fail("yaml: unsupported map key");
}

export const yaml = [
  define("yaml.unmarshal", ["string"], function (text) {
    charge(this, text.length * 4);
    return read(text);
  }),
  define("yaml.is_valid", ["any"], (text) => {
    if (typeof text !== "string") return false;
    try {
      read(text);
      return true;
    } catch {
      return false;
    }
  }),
  define("yaml.marshal", ["any"], function (value) {
    const text = stringify(toJson(value), {
      version: "1.1",
      sortMapEntries: true,
      lineWidth: 0,
      indentSeq: false,
      aliasDuplicateObjects: false,
    });
    charge(this, text.length);
    return text;
  }),
];
