/** What a script of this folder says instead of running, with its exit code; undefined where it runs. */
export function answerTo(line: readonly string[], flags: readonly string[], usage: string) {
  if (line.includes("--help")) return { answer: usage, code: 0 };
  const unknown = line.find((word) => !flags.includes(word));
  return unknown === undefined ? undefined : { answer: `${unknown} is not known; ${usage}`, code: 2 };
}
