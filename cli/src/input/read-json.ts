import { jsonFault } from "./json-fault.ts";
import { type JsonElement, jsonList } from "./json-list.ts";
import { jsonSequence } from "./json-sequence.ts";
import {
  addItem,
  addObjects,
  type During,
  type FoundObjects,
  itemTypeOf,
  maxObjects,
  noObjects,
} from "./kubernetes-objects.ts";
import type { TextProblem } from "./placed-value.ts";

/** Reads one JSON document, or several in a row. Of a list, one element at a time is made a value. */
export async function readJson(bytes: Buffer, during: During): Promise<FoundObjects> {
  const whole = { json: bytes, line: 1 };
  const found = await readDocument(whole, during);
  if (found !== undefined) return found;
  const parts: FoundObjects[] = [];
  for (const document of jsonSequence(bytes) ?? [whole]) {
    parts.push((await readDocument(document, during)) ?? { ...noObjects(), problems: [faultOf(document)] });
  }
  return {
    objects: parts.flatMap(({ objects }) => objects),
    notes: parts.flatMap(({ notes }) => notes),
    problems: parts.flatMap(({ problems }) => problems),
    repeatedKeys: [],
    isEmpty: parts.every(({ isEmpty }) => isEmpty),
  };
}

/** Undefined for what is no JSON. */
async function readDocument(document: JsonElement, during: During): Promise<FoundObjects | undefined> {
  const found = noObjects(during);
  try {
    await addDocument(document, found, during.pause);
    return found;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

async function addDocument(
  { json: bytes, line: firstLine }: JsonElement,
  found: FoundObjects,
  pause: During["pause"],
): Promise<void> {
  const list = jsonList(bytes);
  const itemType = itemTypeOf(list?.head);
  if (list === undefined || itemType === undefined) {
    const text = bytes.toString();
    const line = firstLine - 1 + lineAt(text, text.search(/\S/));
    addObjects({ value: JSON.parse(text), line, lineOf: () => line, json: bytes }, found);
    return;
  }
  found.isEmpty = false;
  for (const { json, line } of list.elements) {
    const value: unknown = JSON.parse(json.toString());
    if (found.objects.length < maxObjects) addItem({ value, line: firstLine - 1 + line, json }, itemType, found);
    await pause();
  }
}

function faultOf({ json, line }: JsonElement): TextProblem {
  const text = json.toString();
  const { offset, expected } = jsonFault(text);
  return { line: line - 1 + lineAt(text, offset), message: `expected JSON: ${expected}` };
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
