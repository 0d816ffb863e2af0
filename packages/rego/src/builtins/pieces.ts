import type { Context } from "../runtime/context.ts";
import { behindRune, runes } from "./runes.ts";

/** How much of a text is worked at between two looks at the clock. */
const pieceLength = 65_536;

/** Work on a long text, piece by piece, none of which ends within a character; the deadline is looked at between them. */
export function inPieces(context: Context, text: string, work: (piece: string) => string): string {
  if (text.length <= pieceLength) return work(text);
  let result = "";
  for (let at = 0; at < text.length; ) {
    const end = isWithinCharacter(text, at + pieceLength) ? at + pieceLength + 1 : at + pieceLength;
    result += work(text.slice(at, end));
    at = end;
    context.state.refuel();
  }
  return result;
}

/** As `split`, looking at the deadline on the way; an empty separator is between all characters. */
export function splitInPieces(context: Context, text: string, separator: string): string[] {
  if (text.length <= pieceLength) return separator === "" ? runes(text) : text.split(separator);
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const end = separator === "" ? behindRune(text, at) : text.indexOf(separator, at);
    if (end < 0 || at === text.length) break;
    parts.push(text.slice(at, end));
    at = end + separator.length;
    lookAt(context, parts.length);
  }
  if (separator !== "") parts.push(text.slice(at));
  return parts;
}

function isWithinCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}

/** Looks at the deadline now and then in a loop over a text. */
export function lookAt(context: Context, at: number): void {
  if (at % pieceLength === 0) context.state.refuel();
}
