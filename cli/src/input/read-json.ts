import { jsonFault } from "./json-fault.ts";
import { jsonList } from "./json-list.ts";
import {
  addItem,
  addObjects,
  type During,
  type FoundObjects,
  itemTypeOf,
  maxObjects,
  noObjects,
} from "./kubernetes-objects.ts";

/** Reads one JSON document. Of a list, one element at a time is made a value. */
export async function readJson(bytes: Buffer, during: During): Promise<FoundObjects> {
  const found = noObjects(during);
  try {
    await addDocument(bytes, found, during.pause);
    return found;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const text = bytes.toString();
    const { offset, expected } = jsonFault(text);
    return { ...noObjects(), problems: [{ line: lineAt(text, offset), message: `expected JSON: ${expected}` }] };
  }
}

async function addDocument(bytes: Buffer, found: FoundObjects, pause: During["pause"]): Promise<void> {
  const list = jsonList(bytes);
  const itemType = itemTypeOf(list?.head);
  if (list === undefined || itemType === undefined) {
    const text = bytes.toString();
    const line = lineAt(text, text.search(/\S/));
    addObjects({ value: JSON.parse(text), line, lineOf: () => line, json: bytes }, found);
    return;
  }
  found.isEmpty = false;
  for (const { json, line } of list.elements) {
    const value: unknown = JSON.parse(json.toString());
    if (found.objects.length < maxObjects) addItem({ value, line, json }, itemType, found);
    await pause();
  }
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
