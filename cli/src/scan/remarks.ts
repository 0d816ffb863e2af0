import type { Remark } from "../input/read-input.ts";
import { counted } from "../terminal/layout.ts";
import { printable } from "../terminal/printable.ts";

const shownRepeated = 5;

/** What there is to say about the input, for standard error: what could not be read, and what is worth a look. */
export function remarks(
  { unreadable, repeated, notes }: { unreadable: Remark[]; repeated: Remark[]; notes: Remark[] },
  verbose: boolean,
): string {
  const lines: string[] = [];
  if (unreadable.length > 0) {
    lines.push(`Not read, and not scanned (${unreadable.length}):`, ...unreadable.map(remark));
  }
  const shown = verbose ? repeated : repeated.slice(0, shownRepeated);
  if (repeated.length > 0) lines.push(`Defined more than once (${repeated.length}):`, ...shown.map(remark));
  if (repeated.length > shown.length) lines.push(`  … ${repeated.length - shown.length} more; --verbose lists them.`);
  if (notes.length > 0 && verbose) lines.push(`Left out (${notes.length}):`, ...notes.map(remark));
  if (notes.length > 0 && !verbose) {
    const are = notes.length === 1 ? "document is" : "documents are";
    lines.push(
      `${notes.length} ${are} no Kubernetes ${notes.length === 1 ? "object" : "objects"}; --verbose lists them.`,
    );
  }
  return lines.map((line) => `${line}\n`).join("");
}

function remark({ file, line, message }: Remark): string {
  return `  ${printable(file)}${line === undefined ? "" : `:${line}`}: ${printable(message)}`;
}

/** A scan without objects has nothing to say about controls. */
export function nothingFound(name: string, files: number): string {
  return `Nothing to scan: no Kubernetes object in ${printable(name)} (${counted(files, "file")} read).\n`;
}
