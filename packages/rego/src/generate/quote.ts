/**
 * A string as a JavaScript literal: the only way for text from a policy to enter generated code. JSON's escapes are
 * JavaScript's; the two line separators, which JSON leaves bare, are escaped, as is everything beyond ASCII.
 */
export function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[^\u0020-\u007e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
