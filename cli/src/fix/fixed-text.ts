import { isDeepStrictEqual } from "node:util";
import { type Change, changedValue } from "@sortie/posture/fixes";
import { type Document, isMap, isSeq, LineCounter, type YAMLMap } from "yaml";
import { maxAliasCount } from "../input/full-yaml.ts";
import { parseKubernetesYaml } from "../input/kubernetes-yaml.ts";
import { splitDocuments } from "../input/yaml-documents.ts";
import { spliceFor } from "./splice.ts";

/** The changes of one object, which starts at a 1-based line of the text. */
export type ObjectChanges = { line: number; changes: readonly Change[] };

/** A text after the changes that could be made. `refused` are the others, which a person has to make. */
export type FixedText = { text: string; made: number; refused: number };

/**
 * Makes changes in the text of a YAML or JSON file. Each is read back: unless the file then says exactly what it said before
 * and the change, the change is left out.
 */
export function fixedText(text: string, objects: readonly ObjectChanges[]): FixedText {
  const documents = splitDocuments(text);
  const result = { text, made: 0, refused: 0 };
  // From the end, so that places further up stay where they are.
  for (const one of objects.toSorted((a, b) => b.line - a.line)) {
    const document = documents.findLast(({ firstLine }) => firstLine <= one.line);
    if (document === undefined) continue;
    const { body, firstLine, start } = document;
    const fixed = fixedObject(body, { ...one, line: one.line - firstLine + 1 });
    result.text = result.text.slice(0, start) + fixed.text + result.text.slice(start + body.length);
    document.body = fixed.text;
    result.made += fixed.made;
    result.refused += fixed.refused;
  }
  return result;
}

function fixedObject(text: string, { line, changes }: ObjectChanges): FixedText {
  const result = { text, made: 0, refused: 0 };
  let before = readDocument(text);
  for (const change of changes) {
    const next = before && changedDocument(result.text, before, line, change);
    if (next === undefined) result.refused += 1;
    else {
      before = next.read;
      result.text = next.text;
      result.made += 1;
    }
  }
  return result;
}

type ReadDocument = { document: Document.Parsed; lines: LineCounter; value: unknown };

function readDocument(text: string): ReadDocument | undefined {
  const lines = new LineCounter();
  const document = parseKubernetesYaml(text, lines);
  if (document.errors.length > 0) return undefined;
  try {
    return { document, lines, value: document.toJS({ maxAliasCount }) as unknown };
  } catch (error) {
    // More aliases than are expanded.
    if (error instanceof ReferenceError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function changedDocument(text: string, before: ReadDocument, line: number, change: Change) {
  const found = objectAt(before, line);
  const splice = found && spliceFor(text, found.node, change);
  if (found === undefined || splice === undefined) return undefined;
  const wanted = found.valueWith((object) => changedValue(object, change));
  const changed = text.slice(0, splice.start) + splice.text + text.slice(splice.end);
  const read = readDocument(changed);
  if (wanted === undefined || read === undefined || !isDeepStrictEqual(read.value, wanted)) return undefined;
  return { text: changed, read };
}

type FoundObject = {
  node: YAMLMap;
  /** The document's value with another object in this one's place; undefined where there is none. */
  valueWith: (change: (object: unknown) => unknown) => unknown;
};

/** A document is an object, a list of them, or holds them as `items`. */
function objectAt({ document: { contents }, lines, value }: ReadDocument, line: number): FoundObject | undefined {
  const isAt = (node: unknown): node is YAMLMap => isMap(node) && lines.linePos(node.range?.[0] ?? 0).line === line;
  const items = isMap(contents) ? contents.get("items", true) : contents;
  const index = isSeq(items) ? items.items.findIndex(isAt) : -1;
  const member = isSeq(items) ? items.items[index] : undefined;
  if (isMap(member)) {
    return {
      node: member,
      valueWith: (change) => {
        const copy = structuredClone(value) as { items: unknown[] } | unknown[];
        const list = Array.isArray(copy) ? copy : copy.items;
        const changed = change(list[index]);
        if (changed === undefined) return undefined;
        list[index] = changed;
        return copy;
      },
    };
  }
  return isAt(contents) ? { node: contents, valueWith: (change) => change(value) } : undefined;
}
