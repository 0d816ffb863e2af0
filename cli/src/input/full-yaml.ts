import {
  type DocumentOptions,
  isMap,
  isSeq,
  LineCounter,
  type ParseOptions,
  parseDocument,
  type SchemaOptions,
  type Tags,
} from "yaml";
import type { PlacedValue, TextProblem } from "./placed-value.ts";
import type { YamlDocument } from "./yaml-documents.ts";

/**
 * Kubernetes reads YAML 1.1: `0644` is octal and `yes` is true (https://yaml.org/type/bool.html). Dates and binary stay
 * text, as in JSON.
 */
const textOnlyTags = /(timestamp|binary|omap|pairs|set)$/;

/** How Kubernetes reads a document. */
export const kubernetesYaml = {
  version: "1.1",
  customTags: kubernetesTags,
  // As in JSON. Without it `{{ .Values.name }}` would be a key that is a map.
  stringKeys: true,
  prettyErrors: false,
  logLevel: "error",
} as const satisfies ParseOptions & DocumentOptions & SchemaOptions;

/** How many times an alias may be expanded: enough for people, too few for a billion laughs. */
export const maxAliasCount = 1000;

/** Reads a document with all that YAML has, and finds what is wrong with it. Undefined where nothing is in it. */
export function readFullYaml({ body, firstLine }: YamlDocument): PlacedValue | { problem: TextProblem } | undefined {
  const lines = new LineCounter();
  const lineAt = (offset: number) => firstLine + Math.max(lines.linePos(offset).line, 1) - 1;
  const document = parseDocument(body, { ...kubernetesYaml, lineCounter: lines });
  const [error] = document.errors;
  if (error) return problem(lineAt(error.pos[0]), `expected YAML: ${firstSentence(error.message)}`);
  if (document.contents === null) return undefined;
  const line = lineAt(document.contents.range[0]);
  try {
    const value: unknown = document.toJS({ maxAliasCount });
    return { value, line, lineOf: lineOfElement(document.contents, lineAt, line) };
  } catch (error) {
    // The only two ways a document that parsed has no value.
    if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
    return problem(line, `expected fewer or shallower aliases: ${error.message}`);
  }
}

function problem(line: number, message: string): { problem: TextProblem } {
  return { problem: { line, message } };
}

function kubernetesTags(tags: Tags): Tags {
  return tags.flatMap((tag): Tags => {
    if (typeof tag === "string") return [tag];
    if (textOnlyTags.test(tag.tag) || ("format" in tag && tag.format === "TIME")) return [];
    return [withDigits(tag)];
  });
}

/** A number without a digit before its exponent is text, as for Go: the path `.`, the label `e5`. */
function withDigits(tag: Exclude<Tags[number], string>): Tags[number] {
  if (!tag.tag.endsWith(":float") || !("test" in tag) || tag.test === undefined || tag.test.test(".inf")) return tag;
  return { ...tag, test: new RegExp(`^(?=[-+]?[._]*\\d)(?:${tag.test.source})`) };
}

function lineOfElement(
  contents: unknown,
  lineAt: (offset: number) => number,
  documentLine: number,
): PlacedValue["lineOf"] {
  return (index) => {
    const list = isMap(contents) ? contents.get("items", true) : contents;
    const range = isSeq<{ range?: [number, number, number] | null }>(list) ? list.items[index]?.range : undefined;
    return range ? lineAt(range[0]) : documentLine;
  };
}

function firstSentence(message: string): string {
  if (message.startsWith("With stringKeys")) return "keys that are text";
  if (message.startsWith("Source contains multiple documents")) return "--- before the next document";
  if (message === "Maximum call stack size exceeded") return "fewer levels, one inside another";
  return (message.split("\n", 1)[0] ?? message).replace(/:$/, "");
}
