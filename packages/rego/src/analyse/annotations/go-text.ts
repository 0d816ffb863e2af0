/** A value of a YAML document as Go's `%s` writes it in a message. */
export function goText(value: unknown): string {
  return value === null || value === undefined ? "%!s(<nil>)" : partText(value);
}

function partText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(partText).join(" ")}]`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, member]): [string, string] => [partText(key), partText(member)]);
    return `map[${entries
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, text]) => `${key}:${text}`)
      .join(" ")}]`;
  }
  if (typeof value === "bigint") return `%!s(int=${value})`;
  return typeof value === "boolean" ? `%!s(bool=${value})` : `%!s(float64=${value as number})`;
}
