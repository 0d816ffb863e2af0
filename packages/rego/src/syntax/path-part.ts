import { quoted } from "../values/print.ts";

const keywords = new Set(
  "as contains default else every false if in import package not null some true with".split(" "),
);
const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A part of a path as OPA writes it behind the others: `.name`, or `["any text"]`, with escapes only where they must be. */
export function pathPart(name: string): string {
  if (plainName.test(name) && !keywords.has(name)) return `.${name}`;
  return /[\p{Cc}\\]/u.test(name) ? `[${quoted(name)}]` : `["${name}"]`;
}
