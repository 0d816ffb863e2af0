import type { Kind } from "../meta/kind.ts";
import type { FieldType, Message } from "../schema/message.ts";
import { type Choose, entries, literal, patternOf } from "../schema/pattern.ts";
import { type Captured, type Fields, put, putCaptured } from "./captured.ts";
import { partMatcher } from "./part-matcher.ts";
import { type Collection, entriesSketcher } from "./sketch-entries.ts";

/** What is made of a body that begins at a position, where it ends the text; `undefined`: it has to be parsed. */
export function bodySketcher(kind: Kind, message: Message): (text: string, begin: number) => Fields | undefined {
  const choices = choicesOf(kind);
  const strict = partsOf(patternOf(message, choices.choose));
  const loose = partsOf(patternOf(message, choicesOf(kind).choose, true));
  const beginFirst = partMatcher(message, { strict: strict.before, loose: loose.before });
  const beginLast = partMatcher(message, { strict: strict.behind, loose: loose.behind });
  const { before, behind, parted } = choices;
  const sketchEntries = parted && entriesSketcher(parted.type, readBelow(kind, parted.path));

  return (text, begin) => {
    const made: Fields = {};
    const first = beginFirst()(text, begin);
    if (!first) return undefined;
    putCaptured(made, before, first, 1);
    if (!parted || !sketchEntries) return made;
    const found = sketchEntries(text, begin + first[0].length);
    if (!found) return undefined;
    put(made, parted.path.split("."), found.made);
    const last = beginLast()(text, found.end);
    if (!last) return undefined;
    putCaptured(made, behind, last, 1);
    return made;
  };
}

/** What is matched before and behind the entries of a collection; without one `before` is all. */
function partsOf(pattern: string): { before: string; behind: string } {
  // The brace that it begins with stands before the metadata. Go ends a text with a line feed.
  const [before = "", behind = ""] = `${pattern.slice(literal("{").length)}\n?$`.split(entries);
  return { before, behind };
}

/**
 * What `choose` has found so far, in the order of its groups. `parted`: the collection whose entries are found one by one, as
 * there may be any number of them.
 */
type Choices = {
  choose: Choose;
  before: Captured[];
  behind: Captured[];
  parted: { path: string; type: Collection } | undefined;
};

/** Who owns a whole does not own its parts: of that, and of scalars and lists, it matters only whether they are there. */
function choicesOf(kind: Kind): Choices {
  const choices: Choices = { choose: chosen, before: [], behind: [], parted: undefined };

  function chosen(path: string, type: FieldType): ReturnType<Choose> {
    const isWhole = type.is === "list" || kind.atomicFields.includes(path);
    const isRead = kind.digested?.includes(path) ?? false;
    if (isCollection(type) && isWhole && !isRead && !choices.parted && readBelow(kind, path).length > 0) {
      choices.parted = { path, type };
      return "entries";
    }
    if (type.is === "message" && !isWhole && !isRead) return "within";
    const captured = { path: path.split("."), isRead: isRead || (type.is === "map" && !isWhole) };
    (choices.parted ? choices.behind : choices.before).push(captured);
    return "captured";
  }

  return choices;
}

function isCollection(type: FieldType): type is Collection {
  return (type.is === "list" || type.is === "map") && type.of.is === "message";
}

/** What the digest reads of each entry of a collection. */
function readBelow({ digested = [] }: Kind, path: string): string[] {
  const above = `${path}.*.`;
  return digested.filter((each) => each.startsWith(above)).map((each) => each.slice(above.length));
}
