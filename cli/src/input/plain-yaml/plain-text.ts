import { endLine, NotPlain, type Reading } from "./reading.ts";

/** No other token starts so, and a dash is text where neither a blank nor, between brackets, a bracket or comma follows. */
const firstLetter = String.raw`[^-?:,[\]{}#&*!|>'"%@\x60 \t\r\n]`;
const start = String.raw`(?:${firstLetter}|-(?![ \t\r\n]|$))`;
const startInFlow = String.raw`(?:${firstLetter}|-(?![ \t\r\n,[\]{}]|$))`;
/** Up to a line's end, a comment, or the colon of a key; spaces before those are no part of it. */
const rest = String.raw`(?:[^ \t\r\n:]+|:(?![ \t\r\n]|$)| +(?![ \t\r\n#]|$|:(?:[ \t\r\n]|$)))*`;
const restInFlow = String.raw`(?:[^ \t\r\n:,[\]{}]+|:(?![ \t\r\n,[\]{}]|$)| +(?![ \t\r\n#,[\]{}]|$|:(?:[ \t\r\n,[\]{}]|$)))*`;

const line = new RegExp(start + rest, "y");
const continued = new RegExp(rest, "y");
const inFlow = new RegExp(startInFlow + restInFlow, "y");

/** Text without quotes as far as it stands on this line: all of a key, or the first line of a text. */
export function readPlain(reading: Reading): string {
  return take(line, reading);
}

/** Text between brackets, of which other lines are no part. */
export function readFlowPlain(reading: Reading): string {
  return take(inFlow, reading);
}

/** The whole of a text of which the first line is read. It goes on in lines that are indented deeper than `parent`. */
export function restOfPlain(reading: Reading, first: string, parent: number): string {
  let whole = first;
  for (;;) {
    const { text, at: end } = reading;
    endLine(reading);
    if (reading.indent <= parent) return whole;
    const between = text.slice(end, reading.at);
    // A comment ends it, on the line before or on one of its own.
    if (between.includes("#")) throw new NotPlain();
    const breaks = between.split("\n").length - 1;
    whole += breaks === 1 ? " " : "\n".repeat(breaks - 1);
    whole += take(continued, reading);
  }
}

function take(pattern: RegExp, reading: Reading): string {
  const { text, at } = reading;
  pattern.lastIndex = at;
  if (!pattern.test(text)) throw new NotPlain();
  reading.at = pattern.lastIndex;
  return text.slice(at, reading.at);
}
