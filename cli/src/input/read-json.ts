import { jsonFault } from "./json-fault.ts";
import { jsonTokens } from "./json-tokens.ts";
import type { ParsedText } from "./placed-value.ts";

/** Reads one JSON document. */
export function readJson(text: string): ParsedText {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { offset, expected } = jsonFault(text);
    return { values: [], problems: [{ line: lineAt(text, offset), message: `expected JSON: ${expected}` }] };
  }
  let lines: number[] | undefined;
  const lineOf = (index: number) => {
    lines ??= linesOfElements(text, Array.isArray(value) ? undefined : "items");
    return lines[index] ?? 1;
  };
  return { values: [{ value, line: lineAt(text, text.search(/\S/)), lineOf }], problems: [] };
}

function lineAt(text: string, offset: number, from = 0): number {
  let line = 1;
  for (let at = text.indexOf("\n", from); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/**
 * Lines on which the elements of the outermost array start, or of the array that the outermost object has under `key`.
 * The text is known to be JSON.
 */
function linesOfElements(text: string, key: string | undefined): number[] {
  const lines: number[] = [];
  let line = 1;
  let before = 0;
  for (const offset of elementOffsets(text, key)) {
    line += lineAt(text, offset, before) - 1;
    lines.push(line);
    before = offset;
  }
  return lines;
}

function* elementOffsets(text: string, key: string | undefined): Generator<number> {
  const listDepth = key === undefined ? 1 : 2;
  let isElementNext = false;
  for (const { token, isInList } of tokensInList(text, listDepth, key)) {
    if (isElementNext && token.kind !== "]") yield token.offset;
    isElementNext = isInList && token.depth === listDepth && (token.kind === "," || token.kind === "[");
  }
}

/** Says of each token whether the innermost open bracket at `listDepth` is the wanted list's. */
function* tokensInList(text: string, listDepth: number, key: string | undefined) {
  let lastOuterString = "";
  let isInList = false;
  for (const token of jsonTokens(text)) {
    if (token.kind === "string" && token.depth === 1) lastOuterString = token.text.slice(1, -1);
    const isOpened = token.depth === listDepth && (token.kind === "[" || token.kind === "{");
    if (isOpened) isInList = token.kind === "[" && (key === undefined || lastOuterString === key);
    yield { token, isInList };
  }
}
