/**
 * Letters change case one by one, as Go's `unicode.ToUpper` and `ToLower` do: JavaScript makes two letters of some and
 * looks at the letters around others. https://www.unicode.org/Public/UCD/latest/ucd/UnicodeData.txt
 */
export function upper(text: string): string {
  if (!severalUpper.test(text)) return text.toUpperCase();
  return mapLetters(text, (letter) => titleForms.get(letter) ?? letter.toUpperCase());
}

export function lower(text: string): string {
  if (!unlikeLower.test(text)) return text.toLowerCase();
  return mapLetters(text, (letter) => (letter === "\u0130" ? "i" : letter.toLowerCase()));
}

/** Where letters are whose upper case is several. */
const severalUpper = /[\u00df\u0149\u01f0\u0390\u03b0\u0587\u1e96-\u1e9a\u1f50-\u1ffc\ufb00-\ufb17]/;
/** The I with a dot, and the sigma, which is another at the end of words. */
const unlikeLower = /[\u0130\u03a3]/;

/** A letter whose other case is several stays as it is. */
function mapLetters(text: string, change: (letter: string) => string): string {
  let changed = "";
  for (const letter of text) {
    const other = change(letter);
    changed += other.length === letter.length || Array.from(other).length === 1 ? other : letter;
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
