import type { Message } from "../schema/message.ts";
import { openFields } from "../schema/open-fields.ts";
import { mayRepeatFields } from "./repeated-fields.ts";

/**
 * Sources of two patterns with the same groups: of what `patternOf` matches, and of what it matches loosely, which may have fields
 * twice.
 */
export type PartPatterns = { strict: string; loose: string };

/** Finds what stands at a position of a text, and what its groups have found. `null`: it is not written so. */
export type MatchPart = (text: string, at: number) => RegExpExecArray | null;

/** Begins to match parts of one text, with what `message` has inside, of which none has a field twice. */
export function partMatcher(message: Message, { strict, loose }: PartPatterns): () => MatchPart {
  const [first, second] = [new RegExp(strict, "y"), new RegExp(loose, "y")];
  const names = openFields(message).map((name) => JSON.stringify(name));
  return () => {
    const mayRepeat = repeatFinder(names);
    // Parts of one text are alike: where one has maps with more entries, the others have as well.
    let isLoose = false;
    return (text, at) => {
      const found = isLoose ? null : matchAt(first, text, at);
      if (found) return found;
      isLoose = true;
      const like = matchAt(second, text, at);
      return like && !mayRepeat(text, at, at + like[0].length) ? like : null;
    };
  };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * Looks at the values of these fields only, as no other may have a name twice: that takes a tenth of looking at all of them. Parts
 * are asked for in the order of the text, so that each field is looked for once in all of it.
 */
function repeatFinder(names: string[]): (text: string, begin: number, end: number) => boolean {
  // A quotation mark in a string has a backslash before it, so that this stands at fields only.
  const fields = names.map((name) => ({ begins: `${name}:`, next: -1 }));
  return (text, begin, end) => fields.some((field) => mayRepeatIn(field, text, begin, end));
}

function mayRepeatIn(field: { begins: string; next: number }, text: string, begin: number, end: number): boolean {
  const { begins } = field;
  if (field.next < begin) field.next = indexFrom(text, begins, begin);
  for (; field.next < end; field.next = indexFrom(text, begins, field.next + 1)) {
    if (mayRepeatFields(text, field.next + begins.length)) return true;
  }
  return false;
}

function indexFrom(text: string, wanted: string, from: number): number {
  const index = text.indexOf(wanted, from);
  return index < 0 ? Number.POSITIVE_INFINITY : index;
}
