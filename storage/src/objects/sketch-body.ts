import type { Kind } from "../meta/kind.ts";
import type { FieldType, Message } from "../schema/message.ts";
import { type Choose, entries, literal, patternOf } from "../schema/pattern.ts";
import { type Captured, type Fields, put, putCaptured } from "./captured.ts";
import { entriesSketcher } from "./sketch-entries.ts";

/** What is made of a body that begins at a position, where it ends the text; `undefined`: it has to be parsed. */
export function bodySketcher(kind: Kind, message: Message): (text: string, begin: number) => Fields | undefined {
  const choices: Choices = { before: [], behind: [], map: undefined };
  const pattern = patternOf(message, chooserOf(kind, choices));
  // The brace that it begins with stands before the metadata. Go ends a text with a line feed.
  const [before = "", behind = ""] = `${pattern.slice(literal("{").length)}\n?$`.split(entries);
  const [first, last] = [new RegExp(before, "y"), new RegExp(behind, "y")];
  const { map } = choices;
  const sketchEntries = map && entriesSketcher(map.of, readBelow(kind, map.path));

  return (text, begin) => {
    const made: Fields = {};
    if (!matches(first, text, begin, choices.before, made)) return undefined;
    if (!map || !sketchEntries) return made;
    const found = sketchEntries(text, first.lastIndex);
    if (!found) return undefined;
    put(made, map.path.split("."), found.made);
    return matches(last, text, found.end, choices.behind, made) ? made : undefined;
  };
}

/** `map`: the one whose entries are found one by one, as there may be any number of them, and none twice. */
type Choices = { before: Captured[]; behind: Captured[]; map: { path: string; of: FieldType } | undefined };

/** Who owns a whole does not own its parts: of that, and of scalars and lists, it matters only whether they are there. */
function chooserOf(kind: Kind, choices: Choices): Choose {
  return (path, type) => {
    const isWhole = kind.atomicFields.includes(path);
    const isRead = kind.digested?.includes(path) ?? false;
    if (isWhole && !isRead && type.is === "map" && !choices.map) {
      choices.map = { path, of: type.of };
      return "entries";
    }
    if (type.is === "message" && !isWhole && !isRead) return "within";
    const captured = { path: path.split("."), isRead: isRead || (type.is === "map" && !isWhole) };
    (choices.map ? choices.behind : choices.before).push(captured);
    return "captured";
  };
}

/** What the digest reads of each entry of a map. */
function readBelow({ digested = [] }: Kind, path: string): string[] {
  const above = `${path}.*.`;
  return digested.filter((each) => each.startsWith(above)).map((each) => each.slice(above.length));
}

function matches(pattern: RegExp, text: string, at: number, captured: readonly Captured[], made: Fields): boolean {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (found) putCaptured(made, captured, found, 1);
  return found !== null;
}
