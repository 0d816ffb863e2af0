/** A text from its last character to its first. */
export function reversed(text: string): string {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[text.length - 1 - i] = text.charCodeAt(i);
  // The halves of characters beyond the basic plane change places again.
  for (let i = 1; i < units.length; i++) {
    const low = units[i - 1] as number;
    const high = units[i] as number;
    if (high < 0xd800 || high > 0xdbff || low < 0xdc00 || low > 0xdfff) continue;
    units[i - 1] = high;
    units[i] = low;
  }
  return Buffer.from(units.buffer).toString("utf16le");
}
