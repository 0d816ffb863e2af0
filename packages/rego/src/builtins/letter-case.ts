/**
 * Letters change case one by one, as Go's `unicode.ToUpper` and `ToLower` do: JavaScript makes two letters of some and
 * looks at the letters around others. https://www.unicode.org/Public/UCD/latest/ucd/UnicodeData.txt
 */
export function upper(text: string): string {
  return mapLetters(text, (letter) => titleForms.get(letter) ?? letter.toUpperCase());
}

export function lower(text: string): string {
  return mapLetters(text, (letter) => (letter === "\u0130" ? "i" : letter.toLowerCase()));
}

/** A letter whose other case is several stays as it is. */
function mapLetters(text: string, change: (letter: string) => string): string {
  let changed = "";
  for (const letter of text) {
    const other = change(letter);
    changed += Array.from(other).length === 1 ? other : letter;
  }
  return changed;
}

/** Greek letters with iota subscript have one upper case, which JavaScript takes for a title case. */
const titleForms: ReadonlyMap<string, string> = new Map(
  [
    [0x1f80, 8],
    [0x1f90, 8],
    [0x1fa0, 8],
    [0x1fb3, 1],
    [0x1fc3, 1],
    [0x1ff3, 1],
  ].flatMap(([first = 0, count = 0]) =>
    Array.from({ length: count }, (_, i) => {
      const distance = count === 1 ? 9 : 8;
      return [String.fromCodePoint(first + i), String.fromCodePoint(first + i + distance)] as const;
    }),
  ),
);
