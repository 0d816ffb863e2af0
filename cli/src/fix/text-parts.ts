import { type Document, isMap, isSeq, LineCounter } from "yaml";
import { parseKubernetesYaml } from "../input/kubernetes-yaml.ts";
import { splitDocuments } from "../input/yaml-documents.ts";

/** A piece of a text before and after it was changed; all pieces, one after the other, are the text. */
export type TextPart = { before: string; after: string };

/** Shorter documents are compared as a whole. */
const longDocument = 20_000;

/**
 * Cuts a text and what it was changed to at the same places, its documents and the members of long lists. Comparing lines
 * takes time by the square of what differs, which is little in each part. A change makes and drops no documents or members;
 * where that seems so all the same, nothing is cut there.
 */
export function textParts(before: string, after: string): TextPart[] {
  const [old, changed] = [documentStarts(before), documentStarts(after)];
  return cut({ before, after }, old, changed).flatMap((part) => {
    if (part.before === part.after || part.before.length < longDocument) return [part];
    return cut(part, memberStarts(part.before), memberStarts(part.after));
  });
}

/** `old` and `changed` are places where lines begin, in ascending order. */
function cut({ before, after }: TextPart, old: readonly number[], changed: readonly number[]): TextPart[] {
  if (old.length !== changed.length) return [{ before, after }];
  const starts = [0, ...old];
  const ends = [0, ...changed];
  return starts.map((start, i) => ({
    before: before.slice(start, starts[i + 1]),
    after: after.slice(ends[i], ends[i + 1]),
  }));
}

function documentStarts(text: string): number[] {
  return splitDocuments(text).flatMap(({ start }) => (start > 0 ? [start] : []));
}

/** Where the line of each member begins. */
function memberStarts(text: string): number[] {
  const starts = membersOf(parseKubernetesYaml(text, new LineCounter())).map((member) => {
    const at = isMap(member) ? (member.range?.[0] ?? 0) : 0;
    return text.lastIndexOf("\n", at - 1) + 1;
  });
  return [...new Set(starts)].filter((start) => start > 0).toSorted((a, b) => a - b);
}

function membersOf({ contents }: Document.Parsed): readonly unknown[] {
  const list: unknown = isMap(contents) ? contents.get("items", true) : contents;
  return isSeq(list) ? list.items : [];
}
