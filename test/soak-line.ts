import { parseArgs } from "node:util";

export const defaultMinutes = 10;

/** What to run, `judges` in their own order; or the exit code, and why nothing runs where that is a mistake. */
export type SoakLine =
  | { ok: true; judges: string[]; minutes: number; seed: number }
  | { ok: false; code: 0 }
  | { ok: false; code: 2; reason: string };

/** @param judges the names of all. */
export function readSoakLine(line: readonly string[], judges: readonly string[]): SoakLine {
  if (line.includes("--help")) return { ok: false, code: 0 };
  const options = { minutes: { type: "string" }, seed: { type: "string" } } as const;
  try {
    const { values, positionals: named } = parseArgs({ args: [...line], allowPositionals: true, options });
    const minutes = Number(values.minutes ?? defaultMinutes);
    const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
    const unknown = named.find((name) => !judges.includes(name));
    if (unknown !== undefined) return refusal(`${unknown} is no judge`);
    if (!(minutes > 0)) return refusal(`--minutes ${values.minutes} is no time`);
    if (!Number.isSafeInteger(seed)) return refusal(`--seed ${values.seed} is no whole number`);
    return { ok: true, judges: judges.filter((name) => named.length === 0 || named.includes(name)), minutes, seed };
  } catch (error) {
    if (!(error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")))
      throw error;
    // Behind its first sentence Node says how a name may begin with a dash.
    return refusal(error.message.split(/\.?\n|\. /)[0] ?? error.message);
  }
}

function refusal(reason: string): SoakLine {
  return { ok: false, code: 2, reason };
}
