import type { Choices } from "./choices.ts";
import { hostileTexts } from "./hostile-text.ts";

const words = [
  ["package", "import", "as", "default", "else", "not", "some", "with", "null", "true", "false"],
  ["in", "every", "contains", "if", "and", "or", "data", "input", "future.keywords", "rego.v1", "rego.v2"],
  ["set()", "x", "y", "p", "_", "f(x)", "count", "json.unmarshal", "input.x[_]", "data.p[x]"],
  ["{", "}", "[", "]", "(", ")", ",", ":", ";", ".", "=", ":=", "==", "!=", "<", "<=", ">", ">="],
  ["+", "-", "*", "/", "%", "&", "|", "#", "\\", '"', "`", "$", '$"', '"a"', "`a`", '$"{x} a"', '"\\u0041"'],
  ["0", "1", "1.5", ".5", "-1", "1e9", "1e999", "0.1e-999", "01", "123456789012345678901234567890", "1.a"],
].flat();
const separators = [" ", " ", " ", "\n", "", "\t", "\r\n"];
const openings = [
  "[",
  "{",
  "(",
  "{x: ",
  "[x | ",
  "{x | ",
  "f(",
  "not ",
  '$"{',
  "p[",
  "every x in y { ",
  "-",
  "{{",
  "(not ",
];

/** A source made of what the lexer knows, in no order. */
export function randomTokens(choices: Choices): string {
  const body = choices.list(1, 60, () => choices.pick(words) + choices.pick(separators)).join("");
  return choices.next() < 0.8 ? `package a\n${body}` : body;
}

/** A source of characters, most of them ASCII. */
export function randomCharacters(choices: Choices): string {
  return choices
    .list(0, 200, () => {
      if (choices.next() < 0.05) return choices.pick(hostileTexts);
      return String.fromCharCode(choices.next() < 0.9 ? choices.below(128) : choices.below(0x1_0000));
    })
    .join("");
}

/** One thing inside another, over and over, and closed or not. */
export function randomNesting(choices: Choices): string {
  const depth = 10 ** (1 + choices.below(4));
  const opening = choices.list(1, 3, () => choices.pick(openings)).join("");
  const closing = opening
    .split("")
    .toReversed()
    .map((char) => ({ "[": "]", "{": "}", "(": ")", '"': '"' })[char] ?? "");
  const end = choices.next() < 0.5 ? closing.join("").repeat(depth) : "";
  return `package a\nimport rego.v2\np ${choices.pick([":=", "if", "contains", "if {"])} ${opening.repeat(depth)}1${end}`;
}

/** A real source with a few changes, each of the size of a token or a line. */
export function mutated(choices: Choices, sources: readonly string[]): string {
  let tokens = pieces(choices.pick(sources));
  const others = pieces(choices.pick(sources));
  for (let changes = 1 + choices.below(6); changes > 0; changes--) tokens = changed(choices, tokens, others);
  return tokens.join("");
}

function changed(choices: Choices, tokens: readonly string[], others: readonly string[]): string[] {
  const start = choices.below(tokens.length);
  const span = 1 + choices.below(choices.next() < 0.7 ? 3 : 40);
  const chosen = tokens.slice(start, start + span);
  const from = choices.below(others.length);
  const replacement = choices.pick<() => readonly string[]>([
    () => [],
    () => [...chosen, ...chosen],
    () => chosen.toReversed(),
    () => [choices.pick(words)],
    () => [...chosen, choices.pick(words)],
    () => [JSON.stringify(choices.pick(hostileTexts))],
    () => others.slice(from, from + span),
    () => [chosen.join("").replace(/./su, () => choices.pick(hostileTexts))],
  ])();
  return tokens.toSpliced(start, span, ...replacement);
}

/** Words, numbers, strings and symbols with the white space between them. */
function pieces(source: string): string[] {
  return source.match(/\w+|"(?:[^"\\\n]|\\.)*"|\s+|./gsu) ?? [""];
}
