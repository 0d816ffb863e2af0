import { quoted } from "../values/print.ts";

/** Of a longer text, an error shows the beginning. */
const mostQuoted = 1000;

/** A text as Go's package `time` quotes it in errors: what is not printable ASCII by its UTF-8 bytes. */
export function quoteBytes(whole: string): string {
  const text = whole.slice(0, mostQuoted);
  const bytes = (piece: string): string => Array.from(Buffer.from(piece), (byte) => `\\x${hex(byte, 2)}`).join("");
  // DEL is neither a control character nor beyond ASCII to it.
  return `"${text.replace(/["\\]/g, "\\$&").replace(/[^ -\u007f]+/gu, bytes)}"`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

/** A text in Go's quotes; `isAscii`: with escapes for all that is not ASCII. */
export function quoteText(text: string, isAscii: boolean): string {
  return isAscii ? asciiOnly(quoted(text)) : quoted(text);
}

/** A single character in Go's quotes. */
export function quoteRune(char: string, isAscii: boolean): string {
  const body = char === "'" ? "\\'" : char === '"' ? char : quoteText(char, isAscii).slice(1, -1);
  return `'${body}'`;
}

function asciiOnly(text: string): string {
  return text.replace(/[^ -~]/gu, (char) => {
    const code = char.codePointAt(0) as number;
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
}

/** Whether Go shows a character as it is. */
export function isPrintable(char: string): boolean {
  return quoted(char) === `"${char}"` || char === '"' || char === "\\";
}
