import type { Change } from "@sortie/posture/fixes";
import { splitDocuments } from "../input/yaml-documents.ts";
import {
  type ChangedDocument,
  type PlacedChange,
  placesIn,
  readDocument,
  type SoughtObject,
  withChanges,
} from "./changed-document.ts";
import { changesAtOnce } from "./changes-at-once.ts";
import { type TextPart, textParts } from "./text-parts.ts";

/** The changes of one object. */
export type ObjectChanges = SoughtObject & { changes: readonly Change[] };

/** A text and what it is after the changes that could be made. `refused` are the others, which a person has to make. */
export type FixedText = { parts: TextPart[]; made: number; refused: number };

/** Called between two readings of a document, so that signals get their turn. Rejects when nobody wants to go on. */
type Pause = () => Promise<void>;

/**
 * Makes changes in the text of a YAML or JSON file. They are read back: unless the file then says exactly what it said before
 * and the changes, those that are in the way are left out.
 */
export async function fixedText(text: string, objects: readonly ObjectChanges[], pause: Pause): Promise<FixedText> {
  const documents = splitDocuments(text);
  let at = 0;
  const byDocument = Map.groupBy(
    objects.toSorted((a, b) => a.line - b.line),
    ({ line }) => {
      while ((documents[at + 1]?.firstLine ?? Number.POSITIVE_INFINITY) <= line) at += 1;
      return documents[at];
    },
  );
  const result: FixedText = { parts: [], made: 0, refused: 0 };
  let end = 0;
  for (const [document, found] of byDocument) {
    if (document === undefined) continue;
    const { body, firstLine, start } = document;
    const own = found.map((one) => ({ ...one, line: one.line - firstLine + 1 }));
    const fixed = await fixedDocument(body, own, pause);
    result.parts.push(unchanged(text.slice(end, start)), ...fixed.parts);
    end = start + body.length;
    result.made += fixed.made;
    result.refused += fixed.refused;
  }
  result.parts.push(unchanged(text.slice(end)));
  return result;
}

function unchanged(text: string): TextPart {
  return { before: text, after: text };
}

/** As many changes at a time as can be: what a list of a thousand objects says is read again a few times. */
async function fixedDocument(text: string, objects: readonly ObjectChanges[], pause: Pause): Promise<FixedText> {
  const all = objects.reduce((sum, { changes }) => sum + changes.length, 0);
  const before = readDocument(text);
  if (before === undefined) return { parts: [unchanged(text)], made: 0, refused: all };
  const places = placesIn(before, objects);
  let waiting = objects.flatMap(({ changes }, i) => {
    const place = places[i];
    return place === undefined ? [] : [{ place, changes }];
  });
  let read = before;
  let made = 0;
  while (waiting.length > 0) {
    const round = waiting.map((one) => ({ place: one.place, ...changesAtOnce(read, one) }));
    const wanted = round.flatMap(({ place, now }) => now.map((change): PlacedChange => ({ place, change })));
    const next = await afterChanges(read, wanted, pause);
    read = next.read;
    made += next.made;
    waiting = round.flatMap(({ place, later }) => (later.length === 0 ? [] : [{ place, changes: later }]));
  }
  return { parts: textParts(before, read), made, refused: all - made };
}

/** All at once; where that does not say what it should, one half after the other, down to the change that is in the way. */
async function afterChanges(
  before: ChangedDocument,
  wanted: readonly PlacedChange[],
  pause: Pause,
): Promise<{ read: ChangedDocument; made: number }> {
  await pause();
  const { read, possible } = withChanges(before, wanted);
  if (read !== undefined) return { read, made: possible.length };
  if (possible.length < 2) return { read: before, made: 0 };
  const middle = Math.ceil(possible.length / 2);
  const first = await afterChanges(before, possible.slice(0, middle), pause);
  const second = await afterChanges(first.read, possible.slice(middle), pause);
  return { read: second.read, made: first.made + second.made };
}
