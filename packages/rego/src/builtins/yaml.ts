import { type Document, parseAllDocuments, type ScalarTag, type Tags, type YAMLParseError } from "yaml";
import { jsonText } from "../values/json.ts";
import { isNumber } from "../values/kinds.ts";
import { parseNumber } from "../values/numbers.ts";
import { objectOf } from "../values/objects.ts";
import { print } from "../values/print.ts";
import type { Value } from "../values/value.ts";
import { decodeBase64 } from "./base64-text.ts";
import { chargeText, mustFit } from "./charges.ts";
import { charge, define, fail } from "./define.ts";
import { readJson } from "./read-json.ts";
import { memberWeight, weight } from "./weight.ts";
import { endAsWritten } from "./yaml-end.ts";
import { yamlText } from "./yaml-text.ts";

/** Aliases may not multiply a document beyond so many characters, which stops the billion laughs. */
const heaviest = 2 ** 26;

/** YAML 1.1 as Go's JSON-minded reader has it: no timestamps, no base 60, no binary; `yes` and `on` are text. */
export const yamlOptions = {
  version: "1.1",
  customTags: (tags: Tags) => [...tags.filter((tag) => !isForeign(tag)), truth, octal, binary],
  merge: true,
  // The last of several equal keys counts. To look for them, the reader would compare each key with every other.
  uniqueKeys: false,
  intAsBigInt: true,
  logLevel: "silent",
} as const;

/** Neither of which YAML can have, not even in quotes. */
const control = /(?![\t\n\r\u0085])\p{Cc}|[\ufffe\uffff]/u;

/** The end of a document, or directives, without any document. */
const noDocument = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:\.\.\.(?=\s|$)|%(?![\s\S]*\n---(?:\s|$)))/;

export function readYaml(text: string): Value {
  if (control.test(text)) return fail("yaml: control characters are not allowed");
  const documents = parseAllDocuments(text, yamlOptions);
  const [document] = documents;
  if (noDocument.test(text)) return fail("yaml: line 1: did not find expected <document start>");
  if (document === undefined || !("errors" in document)) return null;
  const problem = documents.flatMap(({ errors }) => errors).find((error) => !isCommentBehindSign(error, text));
  if (problem !== undefined) return fail(problemText(problem));
  if (documents.length === 1) endAsWritten(document, text);
  // An alias is the very node it stands for, so that a document does not grow until it is written out.
  const value = fromYaml(plainValue(document), new Map());
  return weight(value) > heaviest + text.length * memberWeight
    ? fail("yaml: document contains excessive aliasing")
    : value;
}

/** Fails where an alias names no anchor before it. */
function plainValue(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: -1, mapAsMap: true });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return fail(`yaml: unknown anchor '${error.message.split(": ").slice(1).join(": ")}' referenced`);
  }
}

/** `{a: 1}# why`: behind signs and quotes Go's reader asks for no space. */
function isCommentBehindSign({ code, pos: [at] }: YAMLParseError, text: string): boolean {
  const before = text.slice(Math.max(0, at - 3), at);
  return code === "MISSING_CHAR" && text[at] === "#" && /(?:[[\]{},"']|[|>][-+\d]{0,2})$/.test(before);
}

/** What is missing is all that Go's reader says of most errors. */
function problemText({ message, linePos }: YAMLParseError): string {
  const row = linePos?.[0].line ?? 1;
  const [what = ""] = message.split("\n");
  return `yaml: line ${row}: did not find expected token: ${what}`;
}

const foreignTags = ["timestamp", "binary", "omap", "pairs", "set", "bool"];

const truth: ScalarTag = {
  default: true,
  tag: "tag:yaml.org,2002:bool",
  test: /^(?:true|True|TRUE|false|False|FALSE)$/,
  resolve: (text) => text.toLowerCase() === "true",
};

const octal: ScalarTag = {
  default: true,
  tag: "tag:yaml.org,2002:int",
  test: /^[-+]?0o[0-7]+$/,
  resolve: (text) => (text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text.replace(/^\+/, ""))),
};

const binary: ScalarTag = {
  tag: "tag:yaml.org,2002:binary",
  resolve: (text) => decodeBase64(text, "yaml: !!binary value contains invalid base64 data: ").toString("utf8"),
};

function isForeign(tag: unknown): boolean {
  if (typeof tag === "string") return foreignTags.includes(tag);
  const { tag: name = "", format } = tag as { tag?: string; format?: string };
  return format === "TIME" || foreignTags.some((foreign) => name.endsWith(`:${foreign}`));
}

/** `known`: what was converted already, by identity; undefined for what is being converted. */
export function fromYaml(value: unknown, known: Map<unknown, Value | undefined>): Value {
  // Beyond 64 bits Go's reader has floats.
  if (typeof value === "bigint") return parseNumber(String(fitsIn64Bits(value) ? value : Number(value)));
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return fail("yaml: unsupported value");
    return parseNumber(String(value));
  }
  if (typeof value !== "object" || value === null) return (value ?? null) as Value;
  const before = known.get(value);
  if (before !== undefined) return before;
  if (known.has(value)) return fail("yaml: an anchor's value contains itself");
  known.set(value, undefined);
  const converted = compositeOf(value, known);
  known.set(value, converted);
  return converted;
}

function fitsIn64Bits(value: bigint): boolean {
  return value >= -(2n ** 63n) && value < 2n ** 64n;
}

function compositeOf(value: object, known: Map<unknown, Value | undefined>): Value {
  if (Array.isArray(value)) return value.map((item) => fromYaml(item, known));
  if (!(value instanceof Map)) return value as Value;
  return objectOf([...value].map(([key, member]) => [keyText(fromYaml(key, known)), fromYaml(member, known)]));
}

/** JSON has no other keys than strings, and of null Go's reader makes none. */
function keyText(key: Value): string {
  if (typeof key === "string") return key;
  return isNumber(key) || typeof key === "boolean" ? print(key) : fail("yaml: unsupported map key");
}

/** YAML is read and written a hundred times as slowly as other text, so that each character counts for as many. */
const readingWork = 64;
const writingWork = 8;
/** Milliseconds a character of a text that is all syntax. */
const readingTime = 0.002;

export const yaml = [
  define("yaml.unmarshal", ["string"], function (text) {
    charge(this, text.length * readingWork);
    mustFit(this, text.length * readingTime);
    return readYaml(text);
  }),
  define("yaml.is_valid", ["any"], function (text) {
    if (typeof text !== "string") return false;
    charge(this, text.length * readingWork);
    mustFit(this, text.length * readingTime);
    try {
      readYaml(text);
      return true;
    } catch {
      return false;
    }
  }),
  define("yaml.marshal", ["any"], function (value) {
    chargeText(this, weight(value) * writingWork);
    return yamlText(this, readJson(jsonText(value)));
  }),
];
