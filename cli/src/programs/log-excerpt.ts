import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { z } from "zod";

const shownLines = 10;

/** What a log line of ours says; other fields are for machines. */
const LogLine = z.object({
  level: z.string(),
  msg: z.string().default(""),
  err: z.object({ message: z.string() }).optional(),
});

/** What SQLite and the system say of a full disk. Programs write below the temporary folder only. */
const noRoom = /\bdisk is full\b|\bno space left\b/i;

/** Where a program's log is and how it ends, as lines of an error message, and what helps against a full disk. */
export function logLines(logFile: string): string[] {
  const excerpt = logExcerpt(logFile);
  const hint = `There is no room in the temporary folder ${tmpdir()}. TMPDIR names another.`;
  return [
    `Its log: ${logFile}`,
    ...excerpt.map((line) => `  ${line}`),
    ...(excerpt.some((line) => noRoom.test(line)) ? [hint] : []),
  ];
}

/** The end of a program's log, for a person: one line a message, other output as it is. */
export function logExcerpt(file: string): string[] {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines
    .filter((line) => line !== "")
    .slice(-shownLines)
    .map(readable);
}

function readable(line: string): string {
  const parsed = LogLine.safeParse(parseJson(line));
  if (!parsed.success) return line;
  const { level, msg, err } = parsed.data;
  return `${level}: ${[msg, err?.message].filter(Boolean).join(": ")}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
