import type { Context } from "../runtime/context.ts";
import { longestText } from "./charges.ts";
import { charge, fail } from "./define.ts";
import { lookAt } from "./pieces.ts";
import { runes } from "./runes.ts";

/** Nothing is found between bytes, as Go's `strings.Replacer` finds it: a part of a character is none. */
export function bytesOf(text: string): string[] {
  return runes(text).flatMap((rune) => (rune <= "\x7f" ? [rune] : Array.from(Buffer.from(rune), () => "\ufffd")));
}

type Pair = readonly [from: string, to: string];

/**
 * Replaces from left to right; at each place the first pattern that fits wins, and what is replaced is not read again.
 * An empty pattern fits everywhere, but not twice at one place, and comes before all others.
 */
export function replaceEach(context: Context, text: string, pairs: readonly Pair[]): string {
  const blank = pairs.find(([from]) => from === "")?.[1];
  const finder = new Finder(pairs);
  let result = "";
  let unchangedFrom = 0;
  const add = (piece: string): void => {
    charge(context, piece.length);
    if (result.length + piece.length > longestText) fail("result too large");
    result += piece;
  };
  for (let at = 0; at <= text.length; ) {
    if (blank !== undefined) add(blank);
    lookAt(context, at);
    const found = at === text.length ? undefined : finder.find(text, at);
    if (found !== undefined) {
      add(text.slice(unchangedFrom, at));
      add(found[1]);
      at += found[0].length;
      unchangedFrom = at;
    } else if (blank === undefined) at += 1;
    else {
      const char = characterAt(text, at);
      add(blank === "" ? char : bytesOf(char).join(blank));
      at += Math.max(1, char.length);
      unchangedFrom = at;
    }
  }
  return result + text.slice(unchangedFrom);
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** Patterns by their first characters, so that a place is compared with those that may fit. */
class Finder {
  private readonly byFirst = new Map<number, Pair[]>();

  constructor(pairs: readonly Pair[]) {
    for (const pair of pairs) {
      if (pair[0] === "") continue;
      const first = pair[0].charCodeAt(0);
      const others = this.byFirst.get(first);
      if (others === undefined) this.byFirst.set(first, [pair]);
      else others.push(pair);
    }
  }

  find(text: string, at: number): Pair | undefined {
    return this.byFirst.get(text.charCodeAt(at))?.find(([from]) => text.startsWith(from, at));
  }
}
