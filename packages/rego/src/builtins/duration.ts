import { fail } from "./define.ts";
import { quoteBytes } from "./go-quote.ts";

const nanoseconds: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
  y: 31_536_000_000_000_000n,
};

/** `1h15m30.918s` with Go's units, and `d`, `w` and `y` for 24 hours, 7 days and 365 days. */
export function parseDuration(text: string): bigint {
  const sign = /^[+-]/.exec(text)?.[0] ?? "";
  const body = text.slice(sign.length);
  if (body === "0") return 0n;
  // OPA's own units are read by a grammar that knows no Greek letter.
  if (/[dwy]/.test(text) && text.includes("\u03bc")) invalid(text);
  const parts = /^(?:(?:\d+\.?\d*|\.\d+)[^\d.]+)*/.exec(body)?.[0] ?? "";
  let total = 0n;
  for (const [, whole = "", fraction = "", unit = ""] of parts.matchAll(/(\d*)(?:\.(\d*))?([^\d.]+)/g)) {
    const size = sizeOf(unit) ?? fail(`time: unknown unit ${quoteBytes(unit)} in duration ${quoteBytes(text)}`);
    total += BigInt(whole || "0") * size + (BigInt(fraction || "0") * size) / 10n ** BigInt(fraction.length);
  }
  checkEnd(text, parts, body.slice(parts.length));
  const signed = sign === "-" ? -total : total;
  return BigInt.asIntN(64, signed) === signed ? signed : invalid(text);
}

function checkEnd(text: string, parts: string, rest: string): void {
  if (rest === "" && parts !== "") return;
  if (/^\.?\d/.test(rest)) fail(`time: missing unit in duration ${quoteBytes(text)}`);
  invalid(text);
}

function invalid(text: string): never {
  return fail(`time: invalid duration ${quoteBytes(text)}`);
}

function sizeOf(unit: string): bigint | undefined {
  return Object.hasOwn(nanoseconds, unit) ? nanoseconds[unit] : undefined;
}
