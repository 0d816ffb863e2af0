/**
 * JSON text in one form: keys in order, numbers by their value and not by how they are written, and one sign for any
 * number of bytes that are no UTF-8.
 */
export function canonical(text: string): string {
  const value: unknown = JSON.parse(text, (_key, member: unknown, context?: { source?: string }) => {
    if (typeof member === "number") return { number: canonicalNumber(context?.source ?? String(member)) };
    return typeof member === "string" ? member.replace(/\ufffd+/g, "\ufffd") : member;
  });
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [canonicalKey(key), sorted(member)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A key that is no string is JSON text: with numbers in it that may be written otherwise. */
function canonicalKey(key: string): string {
  if (!/\d/.test(key)) return key;
  try {
    return canonical(key);
  } catch {
    return key;
  }
}

/** Digits and a power of ten, without zeros at either end of the digits. */
function canonicalNumber(source: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const trimmed = digits.replace(/0+$/, "");
  if (trimmed === "") return "0";
  return `${sign}${trimmed}e${Number(exponent) - fraction.length + digits.length - trimmed.length}`;
}
