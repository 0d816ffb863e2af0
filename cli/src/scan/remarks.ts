import type { Remark } from "../input/read-input.ts";
import { counted } from "../terminal/layout.ts";
import { printable } from "../terminal/printable.ts";
import type { SkippedException } from "./scanner.ts";

const shownAtFirst = 5;

type Remarks = {
  unreadable: Remark[];
  repeated: Remark[];
  repeatedKeys: Remark[];
  /** Objects of a type that Kubernetes does not have. */
  unknownTypes: Remark[];
  notes: Remark[];
  /** Rules that could not judge everything. */
  skipped: { rule: string; reason: string }[];
  skippedExceptions?: SkippedException[] | undefined;
};

/** What there is to say about the input and the rules, for standard error: what was not done, and what is worth a look. */
export function remarks(
  { unreadable, repeated, repeatedKeys, unknownTypes, notes, skipped, skippedExceptions = [] }: Remarks,
  verbose: boolean,
): string {
  const lines: string[] = [];
  if (unreadable.length > 0) {
    lines.push(`Not read, and not scanned (${unreadable.length}):`, ...unreadable.map(remark));
  }
  lines.push(...shortened("Defined more than once", repeated, verbose));
  lines.push(...shortened("Keys given more than once", repeatedKeys, verbose));
  lines.push(...shortened("Unknown to Kubernetes, and not judged as what they look like", unknownTypes, verbose));
  const rules = skipped.map(({ rule, reason }) => ({ file: rule, message: reason }));
  lines.push(...shortened("Rules that could not be asked about everything", rules, verbose));
  const exceptions = skippedExceptions.map(({ exception, reason }) => ({ file: exception, message: reason }));
  lines.push(...shortened("Exceptions that could not be used, as a whole or in part", exceptions, verbose));
  if (notes.length > 0 && verbose) lines.push(`Left out (${notes.length}):`, ...notes.map(remark));
  if (notes.length > 0 && !verbose) {
    const are = notes.length === 1 ? "document is" : "documents are";
    lines.push(
      `${notes.length} ${are} no Kubernetes ${notes.length === 1 ? "object" : "objects"}; --verbose lists them.`,
    );
  }
  return lines.map((line) => `${line}\n`).join("");
}

function shortened(title: string, all: Remark[], verbose: boolean): string[] {
  if (all.length === 0) return [];
  const shown = verbose ? all : all.slice(0, shownAtFirst);
  const more = all.length - shown.length;
  const rest = more > 0 ? [`  … ${more} more; --verbose lists them.`] : [];
  return [`${title} (${all.length}):`, ...shown.map(remark), ...rest];
}

function remark({ file, line, message }: Remark): string {
  return `  ${printable(file)}${line === undefined ? "" : `:${line}`}: ${printable(message)}`;
}

/** A scan without objects has nothing to say about controls. */
export function nothingFound(name: string, files: number): string {
  return `Nothing to scan: no Kubernetes object in ${printable(name)} (${counted(files, "file")} read).\n`;
}
