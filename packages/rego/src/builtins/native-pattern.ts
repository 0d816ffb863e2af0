/** What stands for one ASCII character and means the same to JavaScript and RE2. */
const atom = String.raw`(?:[\w ,:;=@/<>~"'%&!#-]|\\[-.+/()[\]{}|*?^$dw]|\[(?:[\w.,:;=@/+ -]|\\-)+\])`;
const branch = String.raw`\^?(?:${atom}(?:\{\d+\})?)*`;
const group = String.raw`\((?:\?:)?${branch}(?:\|${branch})*\)\??`;
const sequence = String.raw`\^?(?:${atom}(?:\{\d+\}|[*+?]|\{\d+,\d*\})?|${group})+\$?`;
const simple = new RegExp(String.raw`^(\(\?i\))?(${sequence}(?:\|${sequence})*)$`);
const varying = /[*+?]|\{\d+,\d*\}/g;
const unbounded = /[*+]|,\}/;
const groups = /\(([^()]*)\)/g;
/** One sequence without groups, with what stands before and behind its unbounded repetition. */
const aroundRepetition = new RegExp(String.raw`^(${branch})${atom}(?:[*+]|\{\d+,\})(${branch}\$?)$`);
/** Ways through the groups of a pattern, each of which may be tried at every position. */
const mostWays = 16;

/** Characters beyond ASCII that are `s` and `k` to RE2 where case does not matter; to JavaScript they are not. */
const foldsToAscii = /[\u017f\u212a]/;
/** An unbounded repetition may look at the rest of the text from every position; that is cheap in short texts. */
const longestText = 1024;

/** Whether the pattern matches somewhere in the text; undefined where only RE2 can tell. */
export type NativePattern = (text: string) => boolean | undefined;

/**
 * Lets JavaScript match an RE2 pattern so simple that backtracking cannot take long: alternatives of characters, classes
 * and groups of such alternatives, at most one of which repeats a varying number of times. Undefined for all others.
 */
export function nativePattern(pattern: string): NativePattern | undefined {
  const [, ignoresCase, body] = simple.exec(pattern) ?? [];
  if (body === undefined) return undefined;
  const bare = withoutText(body);
  const repetitions = bare.match(varying) ?? [];
  if (repetitions.length > 1 || waysThrough(bare) > mostWays) return undefined;
  const flags = ignoresCase === undefined ? "" : "i";
  const native = new RegExp(body, flags);
  const matches = repetitions.some((one) => unbounded.test(one)) ? inShortTexts(native, body) : matchesOf(native);
  if (ignoresCase === undefined) return matches;
  return (text) => (foldsToAscii.test(text) ? undefined : matches(text));
}

function matchesOf(native: RegExp): NativePattern {
  return (text) => native.test(text);
}

/** A long text is left to RE2 only where it has both what stands before the repetition and what stands behind it. */
function inShortTexts(native: RegExp, body: string): NativePattern {
  const parts = (aroundRepetition.exec(body) ?? []).slice(1).map((part) => new RegExp(part, native.flags));
  return (text) => {
    if (text.length <= longestText) return native.test(text);
    return parts.every((part) => part.test(text)) ? undefined : false;
  };
}

/** What a pattern is built of: escaped characters and classes are one character each, and groups have no signs of their own. */
function withoutText(body: string): string {
  return body
    .replaceAll(/\\./g, "x")
    .replaceAll(/\[[^\]]*\]/g, "x")
    .replaceAll("(?:", "(");
}

/** Alternatives of all groups, multiplied. */
function waysThrough(body: string): number {
  let ways = 1;
  for (const [, alternatives = ""] of body.matchAll(groups)) ways *= alternatives.split("|").length + 1;
  return ways;
}
