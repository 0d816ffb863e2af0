import type { Change } from "@sortie/posture/fixes";
import { type ChangedDocument, changeSplice, type Place } from "./changed-document.ts";
import type { Splice } from "./splice.ts";

/** Changes of one object, in the order in which they are made. */
type Changes = readonly Change[];

/** Each is compared with all before it, and an object may be a list of thousands of containers. */
const mostAtOnce = 1_000;

/**
 * Which changes of an object can be made in the text as it is, together with each other: a document is read after each round
 * of them, and most objects have a dozen changes. The others wait until the text says what these have made of it. What its
 * form does not allow, with no change before it, is left out.
 */
export function changesAtOnce(
  document: ChangedDocument,
  { place, changes }: { place: Place; changes: Changes },
): { now: Changes; later: Changes } {
  const now: Change[] = [];
  const later: Change[] = [];
  const splices: Splice[] = [];
  for (const change of changes) {
    const splice = changeSplice(document, { place, change });
    if (splice === undefined && now.length === 0 && later.length === 0) continue;
    // What is removed moves what comes behind it.
    const isInOrder = change.type === "set" || later.length === 0;
    if (splice === undefined || !isInOrder || now.length >= mostAtOnce || splices.some((one) => meet(one, splice))) {
      later.push(change);
    } else {
      now.push(change);
      splices.push(splice);
    }
  }
  return { now, later };
}

/** Whether one changes what the other begins with. Different members behind the last one of a collection do not. */
function meet(a: Splice, b: Splice): boolean {
  if (a.collection !== undefined && a.collection === b.collection) {
    return a.key === undefined || b.key === undefined || a.key === b.key;
  }
  return a.start <= b.end && b.start <= a.end;
}
