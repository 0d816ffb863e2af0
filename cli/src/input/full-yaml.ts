import { isMap, isSeq, LineCounter } from "yaml";
import { parseKubernetesYaml } from "./kubernetes-yaml.ts";
import type { PlacedValue, TextProblem } from "./placed-value.ts";
import type { YamlDocument } from "./yaml-documents.ts";

/** How many times an alias may be expanded: enough for people, too few for a billion laughs. */
export const maxAliasCount = 1000;

/** kubectl takes it, and the last value. */
const repeatedKey = "DUPLICATE_KEY";

/** A byte order mark where a document starts: of a file that was appended to another. */
const markBehindMarker = /(?<=^---[ \t]*\r?\n)\ufeff/;

/** Reads a document with all that YAML has, and finds what is wrong with it. Undefined where nothing is in it. */
export function readFullYaml({ body, firstLine }: YamlDocument): PlacedValue | { problem: TextProblem } | undefined {
  const lines = new LineCounter();
  const lineAt = (offset: number) => firstLine + Math.max(lines.linePos(offset).line, 1) - 1;
  const document = parseKubernetesYaml(body.replace(markBehindMarker, ""), lines);
  const error = document.errors.find(({ code }) => code !== repeatedKey);
  if (error) return problem(lineAt(error.pos[0]), `expected YAML: ${firstSentence(error.message)}`);
  if (document.contents === null) return undefined;
  const line = lineAt(document.contents.range[0]);
  try {
    const value: unknown = document.toJS({ maxAliasCount });
    const repeatedKeys = document.errors.map(({ pos: [start] }) => lineAt(start));
    return { value, line, lineOf: lineOfElement(document.contents, lineAt, line), repeatedKeys };
  } catch (error) {
    // The only two ways a document that parsed has no value.
    if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
    return problem(line, `expected fewer or shallower aliases: ${error.message}`);
  }
}

function problem(line: number, message: string): { problem: TextProblem } {
  return { problem: { line, message } };
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
