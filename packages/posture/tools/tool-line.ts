import { parseArgs } from "node:util";

/** What a tool takes: `flags` have a value each; of `words` there are at most so many. */
type Taken = { usage: string; flags?: readonly string[]; words: number };

/** What a tool was asked for, or what it says instead of working, with its exit code. */
export type ToolLine =
  | { ok: true; values: Record<string, string>; words: string[] }
  | { ok: false; answer: string; code: 0 | 2 };

/** Reads the command line of a tool. `--help` teaches; what the tool does not take is refused. */
export function readToolLine(line: readonly string[], { usage, flags = [], words }: Taken): ToolLine {
  if (line.includes("--help")) return { ok: false, answer: usage, code: 0 };
  const options = Object.fromEntries(flags.map((flag) => [flag, { type: "string" } as const]));
  try {
    const { values, positionals } = parseArgs({ args: [...line], allowPositionals: true, options });
    const extra = positionals[words];
    if (extra !== undefined) return refusal(`${extra} is too much`, usage);
    return { ok: true, values: { ...values } as Record<string, string>, words: positionals };
  } catch (error) {
    if (!(error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")))
      throw error;
    // Behind its first sentence Node says how a path may begin with a dash.
    return refusal(error.message.split(/\.?\n|\. /)[0] ?? error.message, usage);
  }
}

function refusal(reason: string, usage: string): ToolLine {
  return { ok: false, answer: `${reason}; ${usage}`, code: 2 };
}
