/** What stands for one ASCII character and means the same to JavaScript and RE2. */
const atom = String.raw`(?:[\w ,:;=@/<>~"'%&!#-]|\\[-.+/()[\]{}|*?^$dw]|\[(?:[\w.,:;=@/+ -]|\\-)+\])`;
const sequence = String.raw`\^?(?:${atom}(?:\{\d+\}|[*+?]|\{\d+,\d*\})?)+\$?`;
const simple = new RegExp(String.raw`^(\(\?i\))?(${sequence}(?:\|${sequence})*)$`);
const varying = /(?<!\\)(?:[*+?]|\{\d+,\d*\})/g;
const unbounded = /[*+]|,\}/;
const classes = /\[[^\]]*\]/g;

/** Characters beyond ASCII that are `s` and `k` to RE2 where case does not matter; to JavaScript they are not. */
const foldsToAscii = /[\u017f\u212a]/;
/** An unbounded repetition may look at the rest of the text from every position; that is cheap in short texts. */
const longestText = 1024;

/** Whether the pattern matches somewhere in the text; undefined where only RE2 can tell. */
export type NativePattern = (text: string) => boolean | undefined;

/**
 * Lets JavaScript match an RE2 pattern so simple that backtracking cannot take long: alternatives of characters and
 * classes without groups, at most one of which repeats a varying number of times. Undefined for all others.
 */
export function nativePattern(pattern: string): NativePattern | undefined {
  const [, ignoresCase, body] = simple.exec(pattern) ?? [];
  if (body === undefined) return undefined;
  const repetitions = body.replace(classes, "x").match(varying) ?? [];
  if (repetitions.length > 1) return undefined;
  const longest = repetitions.some((one) => unbounded.test(one)) ? longestText : Number.POSITIVE_INFINITY;
  if (ignoresCase === undefined) {
    const native = new RegExp(body);
    return (text) => (text.length > longest ? undefined : native.test(text));
  }
  const native = new RegExp(body, "i");
  return (text) => (text.length > longest || foldsToAscii.test(text) ? undefined : native.test(text));
}
