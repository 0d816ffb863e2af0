import { doubleQuote } from "./characters.ts";
import { NotPlain, type Reading } from "./reading.ts";

const backslash = "\\";

/** What a letter behind a backslash stands for (YAML 1.2, "Escaped Characters"); others are rare. */
const escaped = new Map([
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["t", "\t"],
  ["n", "\n"],
  ["v", "\v"],
  ["f", "\f"],
  ["r", "\r"],
  ["e", "\x1b"],
  [" ", " "],
  ['"', '"'],
  ["/", "/"],
  [backslash, backslash],
]);
const escapes = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|(.))/g;

/** A line's end, the blank lines that follow, and the spaces around them; in double quotes `\` before it takes it away. */
const breaks = / *\r?\n((?: *\r?\n)*) */g;
const breaksAndEscapes = /(\\\r?\n *)|\\.| *\r?\n((?: *\r?\n)*) */g;

/** Text in quotes. Lines that it goes on in may start anywhere, as kubectl reads it; `full-yaml.ts` wants them indented. */
export function readQuoted(reading: Reading): string {
  const { text, at } = reading;
  const isDouble = text.charCodeAt(at) === doubleQuote;
  const end = isDouble ? endOfDouble(text, at + 1) : endOfSingle(text, at + 1);
  if (end === -1) throw new NotPlain();
  reading.at = end + 1;
  const raw = text.slice(at + 1, end);
  if (raw.includes("\n") && raw.includes("\t")) throw new NotPlain();
  return isDouble ? double(raw) : raw.replace(breaks, (_, blank: string) => folded(blank)).replaceAll("''", "'");
}

function double(raw: string): string {
  const joined = raw.includes("\n") ? raw.replace(breaksAndEscapes, joinedLines) : raw;
  return joined.includes(backslash) ? joined.replace(escapes, unescaped) : joined;
}

function endOfSingle(text: string, start: number): number {
  let end = text.indexOf("'", start);
  while (end !== -1 && text[end + 1] === "'") end = text.indexOf("'", end + 2);
  return end;
}

function endOfDouble(text: string, start: number): number {
  let end = text.indexOf('"', start);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

/** Whether an odd number of backslashes stands before a place. */
function isEscaped(text: string, place: number): boolean {
  let at = place;
  while (text[at - 1] === backslash) at--;
  return (place - at) % 2 === 1;
}

function joinedLines(all: string, escapedBreak: string | undefined, blank: string | undefined): string {
  if (escapedBreak !== undefined) return "";
  return blank === undefined ? all : folded(blank);
}

/** A line's end is a space, or a line feed for each blank line that follows. */
function folded(blankLines: string): string {
  return "\n".repeat(blankLines.split("\n").length - 1) || " ";
}

function unescaped(_: string, byte?: string, unit?: string, letter?: string): string {
  const code = byte ?? unit;
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
  const character = escaped.get(letter ?? "");
  if (character === undefined) throw new NotPlain();
  return character;
}
