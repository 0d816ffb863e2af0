import type { Context } from "../runtime/context.ts";
import { lookAt } from "./pieces.ts";
import { runes } from "./runes.ts";

export function trimLeft(context: Context, text: string, cutset: string): string {
  const cut = new Set(runes(cutset));
  let at = 0;
  for (let count = 1; at < text.length; count++) {
    const rune = String.fromCodePoint(text.codePointAt(at) as number);
    if (!cut.has(rune)) break;
    at += rune.length;
    lookAt(context, count);
  }
  return text.slice(at);
}

export function trimRight(context: Context, text: string, cutset: string): string {
  const cut = new Set(runes(cutset));
  let end = text.length;
  for (let count = 1; end > 0; count++) {
    const rune = runeBefore(text, end);
    if (!cut.has(rune)) break;
    end -= rune.length;
    lookAt(context, count);
  }
  return text.slice(0, end);
}

/** Go's `unicode.IsSpace`: JavaScript takes the byte-order mark for a space, and the next line for none. */
export function trimSpace(context: Context, text: string): string {
  let at = 0;
  for (; at < text.length && isSpace(text.charCodeAt(at)); at++) lookAt(context, at + 1);
  let end = text.length;
  for (; end > at && isSpace(text.charCodeAt(end - 1)); end--) lookAt(context, end);
  return text.slice(at, end);
}

function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return code === 0x85 || (code >= 0xa0 && code !== 0xfeff && /\s/.test(String.fromCharCode(code)));
}

function runeBefore(text: string, end: number): string {
  const pair = end > 1 ? text.codePointAt(end - 2) : undefined;
  return pair !== undefined && pair > 0xffff ? text.slice(end - 2, end) : text.slice(end - 1, end);
}
