/** A Markdown table: the first column is text, the others are numbers. */
export function table(heading: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const rule = heading.map((_, i) => (i === 0 ? "---" : "--:"));
  return [heading, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
