/**
 * Strings compare by their UTF-8 bytes, which is code point order. UTF-16 order differs from it only where a surrogate
 * meets a unit above the surrogates.
 */
export function compareStrings(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a === b) continue;
    if (a >= 0xd800 && b >= 0xd800) return rotated(a) - rotated(b);
    return a - b;
  }
  return left.length - right.length;
}

/** Moves surrogates (code points beyond the basic plane) above every other unit. */
function rotated(unit: number): number {
  return unit >= 0xe000 ? unit - 0x2000 : unit + 0x800;
}
