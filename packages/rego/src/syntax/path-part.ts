import { quoted } from "../values/print.ts";
import { isKeywordIn } from "./keywords.ts";

const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A part of a path as OPA writes it behind the others: `.name`, or `["any text"]`, with escapes only where they must be. */
export function pathPart(name: string): string {
  if (plainName.test(name) && !isKeywordIn(name, 1)) return `.${name}`;
  return /[\p{Cc}\\]/u.test(name) ? `[${quoted(name)}]` : `["${name}"]`;
}
