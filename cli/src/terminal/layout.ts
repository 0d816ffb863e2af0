/** Cuts text to `width` columns, with an ellipsis in the last one. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Cuts a long path in its middle, since its ends say most. */
export function cutMiddle(text: string, width: number): string {
  if (text.length <= width || width < 3) return cut(text, width);
  const end = Math.ceil((width - 1) / 2);
  return `${text.slice(0, width - 1 - end)}…${text.slice(-end)}`;
}

/** Breaks text at spaces into lines of at most `width` columns; a longer word has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

/** `1 control`, `2 controls`, `1,200 controls`. Formatting by locale takes longer to load than a small scan's report to write. */
export function counted(number: number, noun: string, plural = `${noun}s`): string {
  const digits = String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${digits} ${number === 1 ? noun : plural}`;
}
