import { styleText } from "node:util";

type Paint = (text: string) => string;

/** How parts of a report look. Without colour every part is the text itself. */
export type Style = Record<"bold" | "dim" | "good" | "critical" | "high" | "medium" | "low", Paint>;

export const plain: Style = {
  bold: same,
  dim: same,
  good: same,
  critical: same,
  high: same,
  medium: same,
  low: same,
};

export const coloured: Style = {
  bold: paint("bold"),
  dim: paint("dim"),
  good: paint("green"),
  critical: paint(["bold", "magenta"]),
  high: paint("red"),
  medium: paint("yellow"),
  low: paint("cyan"),
};

function same(text: string): string {
  return text;
}

function paint(format: Parameters<typeof styleText>[0]): Paint {
  return (text) => (text === "" ? "" : styleText(format, text, { validateStream: false }));
}
