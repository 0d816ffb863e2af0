import type { Change } from "@sortie/posture/fixes";
import type { PathStep } from "@sortie/wire";
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, stringify, type YAMLMap, type YAMLSeq } from "yaml";

/** A part of a text and what stands there instead; everything around it stays as it is. */
export type Splice = {
  start: number;
  end: number;
  text: string;
  /** What gains or loses a member. */
  collection?: Collection | undefined;
  /** Of a new member behind others. */
  key?: string | undefined;
};

type Collection = YAMLMap | YAMLSeq;
type Value = string | number | boolean;

/**
 * What to replace in a YAML or JSON text so that a change is made in one of its objects; comments, order and quotes of the
 * rest are not touched. Undefined where the text's form does not allow it, for example inside an alias.
 */
export function spliceFor(text: string, object: YAMLMap, change: Change): Splice | undefined {
  return change.type === "set" ? setting(text, object, change) : removal(text, object, change.path);
}

function setting(text: string, object: YAMLMap, { path, value }: Extract<Change, { type: "set" }>): Splice | undefined {
  let node: unknown = object;
  for (const [i, step] of path.entries()) {
    if (!isMap(node) && !isSeq(node)) return undefined;
    const member = memberAt(node, step);
    if (member === undefined) return insertion(text, node, path.slice(i), value);
    if (isNodePair(member) && isEmpty(member.value)) return filling(text, member, path.slice(i + 1), value);
    node = isNodePair(member) ? member.value : member;
  }
  if (!isScalar(node) || node.range == null) return undefined;
  const [start, end] = node.range;
  return { start, end, text: isJson(text) ? JSON.stringify(value) : flowScalar(value) };
}

function memberAt(node: Collection, { key }: PathStep): unknown {
  return isMap(node) ? node.items.find((one) => keyOf(one) === key) : node.items[Number(key)];
}

function keyOf({ key }: Pair): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === null || (isScalar(value) && value.value === null);
}

/** `key:` with nothing or `null` behind it gets a value on its line. */
function filling(text: string, { key, value }: Pair, steps: readonly PathStep[], wanted: Value): Splice | undefined {
  const keyEnd = rangeOf(key)?.[1];
  if (keyEnd === undefined) return undefined;
  const colon = text.indexOf(":", keyEnd);
  const written = isScalar(value) && value.source !== undefined && value.source !== "" ? value.range : undefined;
  const [start, end] = written ?? [colon + 1, colon + 1];
  return { start, end, text: `${written ? "" : " "}${flow(steps, wanted, isJson(text))}` };
}

/** A new member at the end of a map or list, in the style of the collection. */
function insertion(text: string, node: Collection, steps: readonly PathStep[], value: Value): Splice | undefined {
  const last = node.items.at(-1);
  if (node.flow === true || last === undefined) return flowInsertion(text, node, steps, value);
  const indent = isMap(node) ? columnOf(text, startOf(node.items[0])) : dashColumn(text, node.items[0]);
  const end = lastOf(last);
  if (indent === undefined || end === undefined) return undefined;
  const at = lineEnd(text, end);
  const eol = lineBreakOf(text, at);
  const lines = blockLines(steps, value, indent).join(eol);
  const isOpenLine = at > 0 && text[at - 1] !== "\n";
  const added = isOpenLine ? `${eol}${lines}` : `${lines}${eol}`;
  return { start: at, end: at, text: added, collection: node, key: steps[0]?.key };
}

function flowInsertion(text: string, node: Collection, steps: readonly PathStep[], value: Value): Splice | undefined {
  const [start, end] = node.range ?? [];
  if (start === undefined || end === undefined) return undefined;
  const member = flowMember(steps, value, isJson(text));
  const last = node.items.at(-1);
  if (last === undefined) return { start, end, text: isSeq(node) ? `[${member}]` : `{${member}}` };
  const at = lastOf(last);
  const first = startOf(node.items[0]);
  if (at === undefined || first === undefined) return undefined;
  const isOverLines = text.slice(start, first).includes("\n");
  const gap = isOverLines ? `${lineBreakOf(text, at)}${marginOf(text, first)}` : " ";
  return { start: at, end: at, text: `,${gap}${member}`, collection: node, key: steps[0]?.key };
}

function blockLines([step, ...more]: readonly PathStep[], value: Value, indent: number): string[] {
  if (step === undefined) return [];
  const space = " ".repeat(indent);
  const start = step.isIndex ? "-" : `${stringify(step.key).trim()}:`;
  if (more.length === 0) return [`${space}${start} ${flowScalar(value)}`];
  const below = blockLines(more, value, more[0]?.isIndex && !step.isIndex ? indent : indent + 2);
  if (!step.isIndex) return [space + start, ...below];
  const [first = "", ...others] = below;
  return [`${space}- ${first.trimStart()}`, ...others];
}

/** Steps below a value that stands on one line: `{a: {b: 1}}`. */
function flow(steps: readonly PathStep[], value: Value, json: boolean): string {
  const [step] = steps;
  if (step === undefined) return json ? JSON.stringify(value) : flowScalar(value);
  const member = flowMember(steps, value, json);
  return step.isIndex ? `[${member}]` : `{${member}}`;
}

function flowMember([step, ...more]: readonly PathStep[], value: Value, json: boolean): string {
  const inside = flow(more, value, json);
  if (step === undefined || step.isIndex) return inside;
  return `${json ? JSON.stringify(step.key) : flowScalar(step.key)}: ${inside}`;
}

/** Plain where every reader of YAML takes it for what it is. */
function flowScalar(value: Value): string {
  if (typeof value !== "string") return String(value);
  const isPlain = /^[A-Za-z][\w./-]*$/.test(value) && stringify(value, { version: "1.1" }).trim() === value;
  return isPlain ? value : JSON.stringify(value);
}

/** JSON is YAML's other notation: text that begins as JSON stays JSON. */
function isJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

type Place = { node: Collection; index: number };

/** Takes a member out; the collection goes with it when it was the only one. */
function removal(text: string, object: YAMLMap, path: readonly PathStep[]): Splice | undefined {
  const places: Place[] = [];
  let node: unknown = object;
  for (const { key } of path) {
    if (!isMap(node) && !isSeq(node)) return undefined;
    const index = isMap(node) ? node.items.findIndex((one) => keyOf(one) === key) : Number(key);
    const member = node.items[index];
    if (member === undefined) return undefined;
    places.push({ node, index });
    node = isMap(node) ? (member as Pair).value : member;
  }
  const place = places.findLast((one, i) => one.node.items.length > 1 || i === 0);
  const splice = place && memberRemoval(text, place);
  return splice && { ...splice, collection: place.node };
}

function memberRemoval(text: string, { node, index }: Place): Splice | undefined {
  const member = node.items[index];
  const start = startOf(member);
  const end = lastOf(member);
  const next = startOf(node.items[index + 1]);
  if (start === undefined || end === undefined) return undefined;
  if (node.flow === true) {
    if (next !== undefined) return { start, end: next, text: "" };
    return { start: lastOf(node.items[index - 1]) ?? start, end, text: "" };
  }
  const begin = isMap(node) ? start : text.lastIndexOf("-", start - 1);
  const line = lineStart(text, begin);
  if (text.slice(line, begin).trim() === "") return { start: line, end: lineEnd(text, end), text: "" };
  // The first key of a list's member stands behind the dash: the next one moves up.
  return isMap(node) && next !== undefined ? { start, end: next, text: "" } : undefined;
}

function startOf(member: unknown): number | undefined {
  return rangeOf(isNodePair(member) ? member.key : member)?.[0];
}

/** Where the text of a member ends, without the line break and the comments behind it. */
function lastOf(member: unknown): number | undefined {
  if (isNodePair(member)) return isBlank(member.value) ? rangeOf(member.key)?.[1] : lastOf(member.value);
  if ((isMap(member) || isSeq(member)) && member.flow !== true) return lastOf(member.items.at(-1));
  return rangeOf(member)?.[1];
}

/** Nothing is written there. */
function isBlank(value: unknown): boolean {
  return value === null || value === undefined || (isScalar(value) && value.value === null && !value.source);
}

function isNodePair(member: unknown): member is Pair {
  return typeof member === "object" && member !== null && "key" in member;
}

function rangeOf(node: unknown): Node["range"] | undefined {
  return isScalar(node) || isAlias(node) || isMap(node) || isSeq(node) ? node.range : undefined;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** Behind the line break of the line that ends at or after a place. A block of text ends behind its own. */
function lineEnd(text: string, at: number): number {
  if (text[at - 1] === "\n") return at;
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end + 1;
}

/** As the line before a place ends: to look through all of a long text for each change takes long. */
function lineBreakOf(text: string, at: number): string {
  return text[lineStart(text, at) - 2] === "\r" ? "\r\n" : "\n";
}

/** What a place is indented by: its line's own blanks, which may be tabs, or as many as there are characters before it. */
function marginOf(text: string, at: number): string {
  const before = text.slice(lineStart(text, at), at);
  return before.trim() === "" ? before : " ".repeat(before.length);
}

function columnOf(text: string, at: number | undefined): number | undefined {
  return at === undefined ? undefined : at - lineStart(text, at);
}

function dashColumn(text: string, item: unknown): number | undefined {
  const start = startOf(item);
  return start === undefined ? undefined : columnOf(text, text.lastIndexOf("-", start - 1));
}
