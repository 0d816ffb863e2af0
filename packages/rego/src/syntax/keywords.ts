/** Words that are keywords in every version. */
const baseKeywords = [
  "package",
  "import",
  "as",
  "default",
  "else",
  "not",
  "some",
  "with",
  "null",
  "true",
  "false",
] as const;

/** Keywords in Rego v1, and in v0 where they are imported. */
export const futureKeywords: readonly string[] = ["in", "every", "contains", "if"];
/** Keywords that have to be imported in every version. `not` is one anyway; imported, it takes a body. */
export const experimentalKeywords: readonly string[] = ["not", "and", "or"];
export const allFutureKeywords: readonly string[] = [...futureKeywords, ...experimentalKeywords];

/** Words that are never variables, whatever is imported. */
export const reservedWords: ReadonlySet<string> = new Set(baseKeywords);
const wordsOfV1: ReadonlySet<string> = new Set([...baseKeywords, ...futureKeywords]);

/** Whether a word is a keyword of a version by itself, imports aside. */
export function isKeywordIn(word: string, version: 0 | 1): boolean {
  return (version === 0 ? reservedWords : wordsOfV1).has(word);
}
