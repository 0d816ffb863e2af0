import type { CompileErrorDetails, Location } from "../errors.ts";

/** Longer lines are not shown. */
const longestLine = 2 ** 14;

/** The line of a source at a place, and a mark below it; at the end of the source, that of the last that is not blank. */
export function lineAt(source: string, { row, col }: Location): CompileErrorDetails | undefined {
  let at = Math.max(0, Math.min(startOfRow(source, row) + col - 1, source.length - 1));
  while (at > 0 && /\s/.test(source[at] ?? "")) at -= 1;
  const start = source.lastIndexOf("\n", at) + 1;
  const end = source.indexOf("\n", at);
  const line = source.slice(start, end < 0 ? undefined : end);
  if (line.length > longestLine) return undefined;
  const idx = Buffer.byteLength(source.slice(start, at));
  return { json: { line, idx }, lines: pointedAt(line, idx) };
}

function startOfRow(source: string, row: number): number {
  let start = 0;
  for (let i = 1; i < row; i++) start = source.indexOf("\n", start) + 1;
  return start;
}

/** A line without its leading tabs. */
function pointedAt(line: string, idx: number): string[] {
  const shown = line.replace(/^\t+/, "");
  return [shown, `${" ".repeat(Math.max(0, idx - (line.length - shown.length)))}^`];
}
