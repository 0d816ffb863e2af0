/** The characters of a string: code points, as Go counts them. */
export function runes(text: string): string[] {
  return Array.from(text);
}

const beyondBasicPlane = /[\ud800-\udbff]/;

export function runeLength(text: string): number {
  return beyondBasicPlane.test(text) ? runes(text).length : text.length;
}

export function runeIndexOf(text: string, search: string): number {
  const at = text.indexOf(search);
  return at < 0 ? -1 : runeLength(text.slice(0, at));
}
