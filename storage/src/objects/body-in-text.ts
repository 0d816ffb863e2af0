/**
 * The body of an object as it stands in the JSON text that it was parsed from, where that is what `JSON.stringify` would write;
 * `undefined` where it is not, or is not known to be. To find it out takes a third of writing it.
 *
 * A text that has no more characters than what was parsed of it needs has no spaces, no field twice and no long form of anything.
 *
 * @param parsed What `JSON.parse` has made of the text.
 */
export function bodyInText(text: string, parsed: object): string | undefined {
  // A string with escapes has another length.
  if (text.includes("\\")) return undefined;
  const pieces: string[] = [];
  let at = 1;
  for (const name in parsed) {
    const length = entryLength(name, (parsed as Record<string, unknown>)[name]);
    if (name !== "apiVersion" && name !== "kind" && name !== "metadata") pieces.push(text.slice(at, at + length));
    at += length + 1;
  }
  // Go ends a text with a line feed.
  return at === text.trimEnd().length ? pieces.join(",") : undefined;
}

/** The same of a text that `JSON.stringify` has written, or might have, with the metadata before the body. */
export function bodyInWritten(text: string, { apiVersion, kind, metadata }: Record<string, unknown>): string {
  return text.slice(JSON.stringify({ apiVersion, kind, metadata }).length, -1);
}

/** JavaScript puts names that are whole numbers before all others. */
function entryLength(name: string, value: unknown): number {
  return isDigit(name.charCodeAt(0)) ? Number.NaN : name.length + `"":`.length + leastLength(value);
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** How many characters a JSON value needs, in a text without escapes; NaN where that is not known. */
function leastLength(value: unknown): number {
  if (typeof value === "string") return value.length + `""`.length;
  if (typeof value === "number") return numberLength(value);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? listLength(value) : mapLength(value);
  return String(value).length;
}

/** 100 is no longer than 1e2, and longer numbers may have shorter forms. */
function numberLength(value: number): number {
  const { length } = String(value);
  return length < 3 || (length === 3 && value % 100 !== 0) ? length : Number.NaN;
}

function listLength(items: unknown[]): number {
  if (items.length === 0) return `[]`.length;
  let length = 1;
  for (const item of items) length += leastLength(item) + 1;
  return length;
}

function mapLength(fields: object): number {
  let length = 1;
  for (const name in fields) length += entryLength(name, (fields as Record<string, unknown>)[name]) + 1;
  return length === 1 ? `{}`.length : length;
}
