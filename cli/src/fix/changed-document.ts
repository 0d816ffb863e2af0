import { isDeepStrictEqual } from "node:util";
import { type Change, changedValue } from "@sortie/posture/fixes";
import { type Document, isMap, isSeq, LineCounter } from "yaml";
import { maxAliasCount } from "../input/full-yaml.ts";
import { parseKubernetesYaml } from "../input/kubernetes-yaml.ts";
import { type Splice, spliceFor } from "./splice.ts";

/** A document as text, as nodes that know their place in it, and as the value that it says. */
export type ChangedDocument = { text: string; document: Document.Parsed; lines: LineCounter; value: unknown };

/** An object is a document of its own or a member of its list: the document itself, or its `items`. */
export type Place = "whole" | number;

/**
 * An object that starts at a 1-based line of the text. `isObject` tells it from what else starts on that line: a list inside
 * a list, or all of one in JSON without line breaks.
 */
export type SoughtObject = { line: number; isObject: (value: unknown) => boolean };

export type PlacedChange = { place: Place; change: Change };

/** Undefined for what cannot be read. */
export function readDocument(text: string): ChangedDocument | undefined {
  const lines = new LineCounter();
  const document = parseKubernetesYaml(text, lines);
  if (document.errors.length > 0) return undefined;
  try {
    return { text, document, lines, value: document.toJS({ maxAliasCount }) as unknown };
  } catch (error) {
    // More aliases than are expanded.
    if (error instanceof ReferenceError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Where each object is; undefined for one that is not found. */
export function placesIn(
  { document, lines, value }: ChangedDocument,
  objects: readonly SoughtObject[],
): (Place | undefined)[] {
  const lineOf = (node: unknown) => (isMap(node) ? lines.linePos(node.range?.[0] ?? 0).line : undefined);
  const { contents } = document;
  const [nodes, values] = [memberNodes(contents), members(value)];
  const byLine = Map.groupBy(nodes.keys(), (index) => lineOf(nodes[index]));
  return objects.map(({ line, isObject }): Place | undefined => {
    // Of one that is defined twice the last is meant.
    const index = byLine.get(line)?.findLast((at) => isObject(values[at]));
    return index ?? (lineOf(contents) === line && isObject(value) ? "whole" : undefined);
  });
}

/**
 * A document after changes; several of one object are such as `changesAtOnce` lets pass. `possible` are those that the
 * document's form allows; `read` is undefined unless it says exactly what it said before and these.
 */
export function withChanges(
  before: ChangedDocument,
  wanted: readonly PlacedChange[],
): { possible: readonly PlacedChange[]; read: ChangedDocument | undefined } {
  const values = new Map<Place, unknown>();
  const possible = wanted.flatMap((one): PossibleChange[] => {
    const { place } = one;
    const splice = changeSplice(before, one);
    const value = changedValue(values.has(place) ? values.get(place) : valueAt(before, place), one.change);
    if (splice === undefined || value === undefined) return [];
    values.set(place, value);
    return [{ ...one, splice }];
  });
  const read = possible.length === 0 ? undefined : readDocument(splicedText(before.text, possible));
  const isAsWanted = read !== undefined && isDeepStrictEqual(read.value, valueWith(before.value, values));
  return { possible, read: isAsWanted ? read : undefined };
}

type PossibleChange = PlacedChange & { splice: Splice };

/** Undefined where the document's form does not allow the change. */
export function changeSplice({ text, document }: ChangedDocument, { place, change }: PlacedChange): Splice | undefined {
  const node: unknown = place === "whole" ? document.contents : memberNodes(document.contents)[place];
  return isMap(node) ? spliceFor(text, node, change) : undefined;
}

function valueAt({ value }: ChangedDocument, place: Place): unknown {
  return place === "whole" ? value : members(value)[place];
}

function splicedText(text: string, changes: readonly PossibleChange[]): string {
  const splices = changes.map(({ splice }) => splice).toSorted((a, b) => a.start - b.start);
  let at = 0;
  const parts: string[] = [];
  for (const { start, end, text: part } of splices) {
    parts.push(text.slice(at, start), part);
    at = end;
  }
  return parts.join("") + text.slice(at);
}

function valueWith(value: unknown, changed: ReadonlyMap<Place, unknown>): unknown {
  if (changed.has("whole")) return changed.get("whole");
  const list = members(value).map((member, index) => (changed.has(index) ? changed.get(index) : member));
  return Array.isArray(value) ? list : { ...(value as object), items: list };
}

/** Of a list, or of the `items` of one. */
export function memberNodes(contents: unknown): readonly unknown[] {
  const list: unknown = isMap(contents) ? contents.get("items", true) : contents;
  return isSeq(list) ? list.items : [];
}

function members(value: unknown): readonly unknown[] {
  const list: unknown = typeof value === "object" && value !== null && "items" in value ? value.items : value;
  return Array.isArray(list) ? list : [];
}
