import { cr, hash, isBreak, lf, space, tab } from "./characters.ts";

/** A document that is being read: what is before `at` is done. Functions that read go on to what comes next. */
export type Reading = {
  /** Line feeds end its lines, or a carriage return and a line feed. */
  readonly text: string;
  at: number;
  /** Where the line starts on which a node was last begun. */
  lineStart: number;
  /** Spaces before the first token of that line; -1 behind the last one. */
  indent: number;
  /** Whether comments stand on lines of their own before that one. */
  isAfterComment: boolean;
  /** How many collections are open. */
  depth: number;
  /** The key of the outermost mapping whose value is being read. */
  rootKey: string | undefined;
  /** Where elements are whose lines are asked for: those of the outermost list, or of the outermost mapping's `items`. */
  readonly places: number[];
  readonly anchors: Map<string, unknown>;
  aliases: number;
};

/** Thrown at what the reader of all YAML has to read, right or wrong. */
export class NotPlain extends Error {}

export function skipSpaces(reading: Reading): void {
  const { text } = reading;
  while (text.charCodeAt(reading.at) === space) reading.at++;
}

/** Whether nothing or a comment is left of the line. */
export function isLineOver({ text, at }: Reading): boolean {
  const code = text.charCodeAt(at);
  return code === hash || isBreak(code);
}

/** Goes from a token's end past a comment to the next line that has something else. */
export function endLine(reading: Reading): void {
  skipSpaces(reading);
  const { text, at } = reading;
  const code = text.charCodeAt(at);
  const isOver = isBreak(code) || (code === hash && text.charCodeAt(at - 1) === space);
  if (!isOver) throw new NotPlain();
  findLine(reading, nextLine(text, at));
}

/** Goes to the first token from the start of a line on. */
export function findLine(reading: Reading, start: number): void {
  const { text } = reading;
  let lineStart = start;
  reading.isAfterComment = false;
  for (;;) {
    let at = lineStart;
    while (text.charCodeAt(at) === space) at++;
    const code = text.charCodeAt(at);
    if (code === tab) throw new NotPlain();
    if (code === hash) reading.isAfterComment = true;
    else if (code !== lf && code !== cr) {
      reading.at = at;
      reading.lineStart = lineStart;
      reading.indent = Number.isNaN(code) ? -1 : at - lineStart;
      return;
    }
    lineStart = nextLine(text, at);
  }
}

/** Where the line after this one starts. */
function nextLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end + 1;
}
