import type { Scanned } from "./literals.ts";

const number = /\d+(\.\d*)?([eE][+-]?\d*)?/y;
const word = /[A-Za-z_][A-Za-z0-9_]*/y;

/** A number, with letters and lone dots that make it none; undefined where no digit stands. */
export function readNumber(source: string, start: number): Scanned | undefined {
  number.lastIndex = start;
  const found = number.exec(source);
  if (found === null) return undefined;
  const [, fraction, exponent] = found;
  let end = number.lastIndex;
  const errors: string[] = [];
  if (fraction === ".") errors.push("expected fraction");
  if (exponent !== undefined && !/\d/.test(exponent)) errors.push("expected exponent");
  word.lastIndex = end;
  if (word.test(source)) {
    errors.push("illegal number format");
    end = word.lastIndex;
  }
  const text = source.slice(start, end);
  return errors.length > 0 ? { kind: "illegal", text, end, errors } : { kind: "number", text, end };
}

/** Whether a number is beyond what calculations are made for: written out it would not fit into memory. */
export function isTooBig(text: string): boolean {
  return /e[+-]?\d{4,}/i.test(text);
}
