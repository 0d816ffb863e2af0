/** A table drawn with lines. The header is centred, cells are on the left, as OPA draws them. */
export function table(header: readonly string[] | undefined, rows: readonly (readonly string[])[]): string {
  const lines = header === undefined ? rows : [header, ...rows];
  const columns = Math.max(0, ...lines.map((line) => line.length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...lines.map((line) => width(line[i] ?? ""))));
  const border = (left: string, middle: string, right: string): string =>
    `${left}${widths.map((size) => "─".repeat(size + 2)).join(middle)}${right}\n`;
  const drawn = (cells: readonly string[], place: (text: string, size: number) => string): string =>
    `│${widths.map((size, i) => ` ${place(cells[i] ?? "", size)} `).join("│")}│\n`;
  const head = header === undefined ? "" : drawn(header, centred) + border("├", "┼", "┤");
  return border("┌", "┬", "┐") + head + rows.map((row) => drawn(row, onLeft)).join("") + border("└", "┴", "┘");
}

const segmenter = new Intl.Segmenter("en");
/** Characters of East Asian scripts and pictures take two columns of a terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

function width(text: string): number {
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) columns += wide.test(segment) ? 2 : 1;
  return columns;
}

function onLeft(text: string, size: number): string {
  return text + " ".repeat(size - width(text));
}

function centred(text: string, size: number): string {
  const free = size - width(text);
  const left = Math.floor(free / 2);
  return " ".repeat(left) + text + " ".repeat(free - left);
}
