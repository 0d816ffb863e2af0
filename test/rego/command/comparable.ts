import type { Ended } from "./run-both.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * What a program ended with, with keys sorted and what may differ left out: times and metrics, the numbers of stack
 * frames, why the index of rules left a line out, what OPA says of the operands of built-ins. Errors at one place have no
 * order.
 */
export function comparable({ status, stdout, stderr }: Ended): unknown {
  return { status, stdout: comparableText(stdout), stderr: comparableText(stderr) };
}

function comparableText(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  return canonical(JSON.parse(text) as Json);
}

const leftOut = new Set(["duration", "metrics", "query_id", "kinds"]);
/** What is left out of a type error. */
const leftOutOfTypes = new Set([...leftOut, "description"]);

function canonical(value: Json, outer = leftOut): Json {
  if (Array.isArray(value)) return sorted(value.map((item) => canonical(item, outer)));
  if (typeof value !== "object" || value === null) return value;
  const without = value.code === "rego_type_error" ? leftOutOfTypes : outer;
  const members = Object.entries(value)
    .filter(([key]) => !without.has(key))
    .map(([key, member]) => [key, key === "covered" ? rows(member) : canonical(member, without)] as const);
  return Object.fromEntries(members.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** OPA has ranges of their own for calls within an expression; both name the same lines. */
function rows(ranges: Json | undefined): Json {
  const all = new Set<number>();
  for (const range of ranges as { start: { row: number }; end: { row: number } }[]) {
    for (let row = range.start.row; row <= range.end.row; row++) all.add(row);
  }
  return [...all].toSorted((a, b) => a - b);
}

/** Results of tests come as they end, errors as they were found. */
function sorted(list: Json[]): Json[] {
  const isUnordered = list.some(
    (item) => typeof item === "object" && item !== null && ("package" in item || "message" in item),
  );
  return isUnordered ? list.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)) : list;
}

function orderOf(item: Json): string {
  const { location = null, name = null, message = null } = item as { location?: Json; name?: Json; message?: Json };
  return JSON.stringify([location, name, message]);
}
