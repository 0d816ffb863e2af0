import { isMap } from "yaml";
import { type ChangedDocument, memberNodes } from "./changed-document.ts";

/** A piece of a text before and after it was changed; all pieces, one after the other, are the text. */
export type TextPart = { before: string; after: string };

/** Shorter documents are compared as a whole. */
const longDocument = 20_000;

/**
 * Cuts a document and what it was changed to at the same places, the members of a long list. Comparing lines takes time by
 * the square of what differs, which is little in each part. A change makes and drops no members; where that seems so all the
 * same, nothing is cut.
 */
export function textParts(before: ChangedDocument, after: ChangedDocument): TextPart[] {
  const whole = [{ before: before.text, after: after.text }];
  if (before.text === after.text || before.text.length < longDocument) return whole;
  const [starts, ends] = [memberStarts(before), memberStarts(after)];
  if (starts.length !== ends.length) return whole;
  return starts.map((start, i) => ({
    before: before.text.slice(start, starts[i + 1]),
    after: after.text.slice(ends[i], ends[i + 1]),
  }));
}

/** Where the line of each member begins, after the beginning of the text. */
function memberStarts({ text, document }: ChangedDocument): number[] {
  const starts = memberNodes(document.contents).map((member) => {
    const at = isMap(member) ? (member.range?.[0] ?? 0) : 0;
    return text.lastIndexOf("\n", at - 1) + 1;
  });
  return [...new Set([0, ...starts])].toSorted((a, b) => a - b);
}
