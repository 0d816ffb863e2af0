import { readFileSync } from "node:fs";
import { z } from "zod";

const shownLines = 10;

/** What a log line of ours says; other fields are for machines. */
const LogLine = z.object({
  level: z.string(),
  msg: z.string().default(""),
  err: z.object({ message: z.string() }).optional(),
});

/** Where a program's log is and how it ends, as lines of an error message. */
export function logLines(logFile: string): string[] {
  return [`Its log: ${logFile}`, ...logExcerpt(logFile).map((line) => `  ${line}`)];
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
