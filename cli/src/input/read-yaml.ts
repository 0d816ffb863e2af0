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
import type { ParsedText, PlacedValue } from "./placed-value.ts";

/**
 * Kubernetes reads YAML 1.1: `0644` is octal and `yes` is true (https://yaml.org/type/bool.html). Dates and binary stay
 * text, as in JSON.
 */
const textOnlyTags = /(timestamp|binary|omap|pairs|set)$/;

/** How Kubernetes reads a document. */
export const kubernetesYaml = {
  version: "1.1",
  customTags: withoutTextTags,
  // As in JSON. Without it `{{ .Values.name }}` would be a key that is a map.
  stringKeys: true,
  prettyErrors: false,
  logLevel: "error",
} as const satisfies ParseOptions & DocumentOptions & SchemaOptions;

/** How many times an alias may be expanded: enough for people, too few for a billion laughs. */
export const maxAliasCount = 1000;

/** Reads every document of a YAML text. A broken document is a problem; the others are still read. */
export function readYaml(text: string): ParsedText {
  const parsed: ParsedText = { values: [], problems: [] };
  for (const { body, firstLine } of splitDocuments(text)) {
    const lines = new LineCounter();
    const lineAt = (offset: number) => firstLine + Math.max(lines.linePos(offset).line, 1) - 1;
    const document = parseDocument(body, { ...kubernetesYaml, lineCounter: lines });
    const [error] = document.errors;
    if (error) {
      parsed.problems.push({ line: lineAt(error.pos[0]), message: `expected YAML: ${firstSentence(error.message)}` });
      continue;
    }
    if (document.contents === null) continue;
    const line = lineAt(document.contents.range[0]);
    try {
      const value: unknown = document.toJS({ maxAliasCount });
      parsed.values.push({ value, line, lineOf: lineOfElement(document.contents, lineAt, line) });
    } catch (error) {
      // The only two ways a document that parsed has no value.
      if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
      parsed.problems.push({ line, message: `expected fewer or shallower aliases: ${error.message}` });
    }
  }
  return parsed;
}

function withoutTextTags(tags: Tags): Tags {
  return tags.filter(
    (tag) => typeof tag === "string" || !(textOnlyTags.test(tag.tag) || ("format" in tag && tag.format === "TIME")),
  );
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

/** A line that is neither blank nor a comment or a directive. */
const hasContent = /^[ \t]*[^\s%#]/m;

/** A document's text, where in the whole it starts, and on which 1-based line. */
type Body = { body: string; firstLine: number; start: number };

/**
 * Cuts at `---` in the first column, which is a document marker wherever it stands (YAML 1.1, "Document Boundary
 * Markers"), so that an error in one document does not hide the next.
 */
export function splitDocuments(text: string): Body[] {
  const bodies: Body[] = [];
  let start = 0;
  let firstLine = 1;
  for (const { index } of text.matchAll(/^---(?=\s|$)/gm)) {
    if (index === 0) continue;
    const body = text.slice(start, index);
    // `%YAML` and `%TAG` belong to the document they stand before.
    if (hasContent.test(body)) bodies.push({ body, firstLine, start });
    else if (body.includes("%")) continue;
    firstLine += countLines(body);
    start = index;
  }
  bodies.push({ body: text.slice(start), firstLine, start });
  return bodies;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}

function firstSentence(message: string): string {
  if (message.startsWith("With stringKeys")) return "keys that are text";
  if (message === "Maximum call stack size exceeded") return "fewer levels, one inside another";
  return (message.split("\n", 1)[0] ?? message).replace(/:$/, "");
}
