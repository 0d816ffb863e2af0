/** The characters of a string: code points, as Go counts them. */
export function runes(text: string): string[] {
  return Array.from(text);
}

const beyondBasicPlane = /[\ud800-\udbff]/;

export function runeLength(text: string): number {
  if (!beyondBasicPlane.test(text)) return text.length;
  let count = 0;
  for (let at = 0; at < text.length; at = behindRune(text, at)) count += 1;
  return count;
}

/** The text from one of its characters up to another, counted from 0. */
export function runeSlice(text: string, from: number, to: number): string {
  if (!beyondBasicPlane.test(text)) return text.slice(from, to);
  const start = offsetOf(text, 0, from);
  return text.slice(start, offsetOf(text, start, to - from));
}

/** Where the character is that is so many behind a place. */
function offsetOf(text: string, start: number, count: number): number {
  let at = start;
  for (let i = 0; i < count && at < text.length; i++) at = behindRune(text, at);
  return at;
}

/** Where the character behind the one at a place begins. */
export function behindRune(text: string, at: number): number {
  return at + ((text.codePointAt(at) as number) > 0xffff ? 2 : 1);
}

export function runeIndexOf(text: string, search: string): number {
  const at = text.indexOf(search);
  return at < 0 ? -1 : runeLength(text.slice(0, at));
}
