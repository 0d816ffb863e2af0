import type { TraceEvent } from "../runtime/tracer.ts";
import { print } from "../values/print.ts";

const padding = 5;
const longestValue = 32;

/** A trace as lines for people, in the columns of OPA's: where, what, and with `variables` the values it had. */
export function printTrace(events: readonly TraceEvent[], { variables = false } = {}): string {
  const depths = new Map<number, number>();
  const rows = events.map((event) => {
    const depth = depths.get(event.query) ?? (depths.get(event.parent) ?? 0) + 1;
    depths.set(event.query, depth);
    const cells = [place(event), "| ".repeat(event.operation === "Enter" ? depth - 1 : depth) + what(event)];
    return variables ? [...cells, values(event)] : cells;
  });
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] as string).length)));
  const padded = (row: readonly string[]): string =>
    row.map((cell, i) => (i < row.length - 1 ? cell.padEnd((widths[i] as number) + padding) : cell)).join("");
  return rows.map((row) => `${padded(row)}\n`).join("");
}

function place({ probe: { location } }: TraceEvent): string {
  return `${location.file}:${location.row}`;
}

function what({ operation, probe, message }: TraceEvent): string {
  return operation === "Note" ? `Note "${message}"` : `${operation} ${probe.text}`;
}

function values({ variables }: TraceEvent): string {
  const known = [...variables].map(([name, value]) => {
    const text = print(value);
    return `${name}: ${text.length > longestValue ? `${text.slice(0, longestValue)}...` : text}`;
  });
  return `{${known.toSorted().join(", ")}}`;
}
