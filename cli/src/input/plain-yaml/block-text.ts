import { findLine, NotPlain, type Reading } from "./reading.ts";

/** The style, what becomes of line feeds at the end, by how much the text is indented, and a comment. */
const header = /([|>])([-+]?)([1-9]?)(?: +(?:#[^\n]*)?)?\r?\n/y;
const indentation = /(?:\r?\n)*( *)(?=[^ \t\r\n])/y;

/** Text in a block below its mark `|` or `>`, indented deeper than `parent`. */
export function readBlockText(reading: Reading, parent: number): string {
  const [head, style, chomping, digit] = matched(header, reading, reading.at);
  const start = reading.at + head.length;
  const indent = digit ? Math.max(parent, 0) + Number(digit) : (matched(indentation, reading, start)[1]?.length ?? 0);
  if (indent <= parent) throw new NotPlain();
  const [source] = matched(new RegExp(`(?: {${indent}}[^\\n]*\\n| *\\r?\\n)*`, "y"), reading, start);
  endBlock(reading, start + source.length, parent);
  const lines = source
    .split(/\r?\n/)
    .slice(0, -1)
    .map((line) => line.slice(indent));
  const size = lines.findLastIndex((line) => line !== "") + 1;
  // Lines of blanks are read in many ways.
  if (size === 0 || lines.some((line) => line !== "" && line.trim() === "")) throw new NotPlain();
  const content = lines.slice(0, size);
  const ends = { "": 1, "-": 0, "+": 1 + lines.length - size }[chomping ?? ""] ?? 0;
  return (style === ">" ? folded(content) : content.join("\n")) + "\n".repeat(ends);
}

function matched(pattern: RegExp, { text }: Reading, at: number): RegExpExecArray {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (match === null) throw new NotPlain();
  return match;
}

/** Goes on behind the block. What a comment or blanks there are part of takes more rules. */
function endBlock(reading: Reading, end: number, parent: number): void {
  const [, spaces = "", next] = matched(/( *)([^ ]?)/y, reading, end);
  const isDoubtful = next === "#" ? spaces.length > parent : next === "" && spaces !== "";
  if (isDoubtful) throw new NotPlain();
  findLine(reading, end);
}

/** A line's end between two lines that start with text is a space, or nothing where blank lines follow. */
function folded(lines: string[]): string {
  let text = "";
  let breaks = 0;
  let wasDeeper = false;
  for (const line of lines) {
    if (line === "") {
      breaks++;
      continue;
    }
    const isDeeper = /^[ \t]/.test(line);
    if (text === "") text = "\n".repeat(breaks);
    else if (isDeeper || wasDeeper) text += "\n".repeat(breaks + 1);
    else text += "\n".repeat(breaks) || " ";
    text += line;
    breaks = 0;
    wasDeeper = isDeeper;
  }
  return text;
}
