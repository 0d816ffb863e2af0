import { closeBrace, closeBracket, comma } from "../schema/json-bytes.ts";
import type { Message } from "../schema/message.ts";
import { type Choose, name, patternOf } from "../schema/pattern.ts";
import { type Captured, type Fields, putCaptured } from "./captured.ts";
import { type MatchPart, partMatcher } from "./part-matcher.ts";

/** A list, or a map of which the names do not matter. */
export type Collection = { is: "list" | "map"; of: Message };

/** `made`: without the names of a map: one of so many takes longer to make than to find them. */
type FoundEntries = { made: Fields[]; end: number };

/**
 * What is made of the entries of a collection that begin at a position, and where they end; `undefined`: one is not written so,
 * or there twice.
 *
 * @param read Paths of what is wanted of each.
 */
export function entriesSketcher(
  collection: Collection,
  read: string[],
): (text: string, begin: number) => FoundEntries | undefined {
  const { captured, group, beginMatching } = entryMatcher(collection, read);
  const closing = collection.is === "map" ? closeBrace : closeBracket;

  return (text, begin) => {
    const match = beginMatching();
    const made: Fields[] = [];
    let at = begin;
    while (text.charCodeAt(at) !== closing) {
      if (at > begin && text.charCodeAt(at) !== comma) return undefined;
      const start = at === begin ? at : at + 1;
      const found = match(text, start);
      if (!found) return undefined;
      const item: Fields = {};
      putCaptured(item, captured, found, group);
      made.push(item);
      at = start + found[0].length;
    }
    return { made, end: at };
  };
}

/** `group`: the first of what is wanted of an entry. */
type EntryMatcher = { captured: Captured[]; group: number; beginMatching: () => MatchPart };

function entryMatcher({ is, of }: Collection, read: string[]): EntryMatcher {
  const { captured, choose } = chosenOf(read);
  const strict = patternOf(of, choose);
  const loose = patternOf(of, chosenOf(read).choose, true);
  if (is === "list") return { captured, group: 1, beginMatching: partMatcher(of, { strict, loose }) };
  const named = `"(${name})":`;
  const beginMatching = partMatcher(of, { strict: named + strict, loose: named + loose });
  return { captured, group: 2, beginMatching: () => onceEach(beginMatching()) };
}

/** Does not match a second entry of one name, which is the first group. */
function onceEach(match: MatchPart): MatchPart {
  const names = new Set<string>();
  return (text, at) => {
    const found = match(text, at);
    return found && names.size < names.add(found[1] as string).size ? found : null;
  };
}

/** `captured`: what `choose` has found so far, in the order of its groups. */
function chosenOf(read: string[]): { captured: Captured[]; choose: Choose } {
  const captured: Captured[] = [];
  const choose: Choose = (path) => {
    if (!read.includes(path)) return read.some((each) => each.startsWith(`${path}.`)) ? "within" : undefined;
    captured.push({ path: path.split("."), isRead: true });
    return "captured";
  };
  return { captured, choose };
}
