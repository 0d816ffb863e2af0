import { diffLines, FILE_HEADERS_ONLY, formatPatch, type StructuredPatchHunk } from "diff";
import type { TextPart } from "./text-parts.ts";

/** A line with its line break, and whether it is taken away, added or neither. */
type Line = { sign: " " | "-" | "+"; text: string };

/** Lines around changes that say where they belong. */
const contextLines = 4;

/**
 * A unified diff with the first folders that `git diff` writes, which `git apply` and `patch -p1` take away. Some parts differ.
 */
export function patchOf(file: string, parts: readonly TextPart[]): string {
  const name = file.replace(/^\/+/, "");
  const files = { oldFileName: `a/${name}`, newFileName: `b/${name}`, oldHeader: undefined, newHeader: undefined };
  const hunks = hunksOf(parts.flatMap(linesOf));
  const patch = formatPatch({ ...files, hunks }, FILE_HEADERS_ONLY);
  // Behind a name with blanks `patch` needs a tab to know where it ends, as git writes it; other odd names are quoted.
  return patch.replace(/^(--- a\/.* .*)\n(\+\+\+ .*)\n/, "$1\t\n$2\t\n");
}

function linesOf({ before, after }: TextPart): Line[] {
  if (before === after) return signed(before, " ");
  return diffLines(before, after).flatMap(({ value, added, removed }) =>
    signed(value, added ? "+" : removed ? "-" : " "),
  );
}

function signed(text: string, sign: Line["sign"]): Line[] {
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => ({ sign, text: line }));
}

function hunksOf(lines: readonly Line[]): StructuredPatchHunk[] {
  const hunks: StructuredPatchHunk[] = [];
  let [at, oldStart, newStart] = [0, 1, 1];
  for (const { start, end } of shownRanges(lines)) {
    oldStart += start - at;
    newStart += start - at;
    const shown = lines.slice(start, end);
    const oldLines = shown.filter(({ sign }) => sign !== "+").length;
    const newLines = shown.filter(({ sign }) => sign !== "-").length;
    hunks.push({ oldStart, oldLines, newStart, newLines, lines: shown.flatMap(patchLines) });
    [at, oldStart, newStart] = [end, oldStart + oldLines, newStart + newLines];
  }
  return hunks;
}

/** What changes and the lines around it; what would touch is one range. */
function shownRanges(lines: readonly Line[]): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  for (const [i, { sign }] of lines.entries()) {
    if (sign === " ") continue;
    const [start, end] = [Math.max(0, i - contextLines), Math.min(lines.length, i + 1 + contextLines)];
    const last = ranges.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else ranges.push({ start, end });
  }
  return ranges;
}

function patchLines({ sign, text }: Line): string[] {
  return text.endsWith("\n") ? [sign + text.slice(0, -1)] : [sign + text, "\\ No newline at end of file"];
}
