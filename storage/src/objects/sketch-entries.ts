import type { FieldType } from "../schema/message.ts";
import { type Choose, name, patternOf } from "../schema/pattern.ts";
import { type Captured, type Fields, putCaptured } from "./captured.ts";

const [comma, closing] = [0x2c, 0x7d];

/** `made`: without their names: a map of so many takes longer to make than to find them. */
type FoundEntries = { made: Fields[]; end: number };

/**
 * What is made of the entries of a map that begin at a position, and where they end; `undefined`: one is not written so, or there
 * twice.
 *
 * @param read Paths of what is wanted of each.
 */
export function entriesSketcher(
  of: FieldType,
  read: string[],
): (text: string, begin: number) => FoundEntries | undefined {
  const { pattern: strict, captured } = entryPattern(of, read, false);
  const { pattern: loose } = entryPattern(of, read, true);

  function find(text: string, at: number): RegExpExecArray | null {
    const found = matchAt(strict, text, at);
    if (found) return found;
    const like = matchAt(loose, text, at);
    return isWrittenSo(like) ? like : null;
  }

  return (text, begin) => {
    const made: Fields[] = [];
    const names = new Set<string>();
    let at = begin;
    while (text.charCodeAt(at) !== closing) {
      if (at > begin && text.charCodeAt(at) !== comma) return undefined;
      const start = at === begin ? at : at + 1;
      const found = find(text, start);
      if (!found || names.size === names.add(found[1] as string).size) return undefined;
      const item: Fields = {};
      putCaptured(item, captured, found, 2);
      made.push(item);
      at = start + found[0].length;
    }
    return { made, end: at };
  };
}

type EntryPattern = { pattern: RegExp; captured: Captured[] };

/** What matches an entry: its name is the first group, what is wanted of it the others. `isLoose` as of `patternOf`. */
function entryPattern(of: FieldType, read: string[], isLoose: boolean): EntryPattern {
  const captured: Captured[] = [];
  const choose: Choose = (path) => {
    if (!read.includes(path)) return read.some((each) => each.startsWith(`${path}.`)) ? "within" : undefined;
    captured.push({ path: path.split("."), isRead: true });
    return "captured";
  };
  return { pattern: new RegExp(`"(${name})":${patternOf(of, choose, isLoose)}`, "y"), captured };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Whether what matches loosely has nothing twice: then it is written again as it stands. */
function isWrittenSo(found: RegExpExecArray | null): boolean {
  if (!found) return false;
  const object = `{${found[0]}}`;
  return JSON.stringify(JSON.parse(object)) === object;
}
