/** A block of RFC 7468 text: `-----BEGIN type-----`, base64, `-----END type-----`. */
export type PemBlock = { readonly type: string; readonly bytes: Buffer };

const begin = "-----BEGIN ";
const end = "\n-----END ";

/** All blocks of a text, in order; what stands between them, and what is no block, is passed over. */
export function pemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  let nextEnd = -1;
  for (let at = 0; ; ) {
    const start = beginAt(text, at);
    if (start < 0) return blocks;
    const lineEnd = text.indexOf("\n", start);
    if (nextEnd < lineEnd) nextEnd = text.indexOf(end, lineEnd);
    if (lineEnd < 0 || nextEnd < 0) return blocks;
    const block = blockBetween(text, start, lineEnd, nextEnd);
    if (block !== undefined) blocks.push(block);
    at = block === undefined ? lineEnd : nextEnd + end.length;
  }
}

/** A block from the start of its first line to the start of its last, where both name the same type. */
function blockBetween(text: string, start: number, lineEnd: number, last: number): PemBlock | undefined {
  const type = typeIn(text.slice(start + begin.length, lineEnd));
  if (type === undefined || type !== typeIn(lineAt(text, last + end.length))) return undefined;
  const bytes = bytesIn(text.slice(lineEnd, last));
  return bytes === undefined ? undefined : { type, bytes };
}

/** A block starts at the start of a line. */
function beginAt(text: string, from: number): number {
  if (from === 0 && text.startsWith(begin)) return 0;
  const found = text.indexOf(`\n${begin}`, Math.max(0, from - 1));
  return found < 0 ? -1 : found + 1;
}

function lineAt(text: string, from: number): string {
  const lineEnd = text.indexOf("\n", from);
  return text.slice(from, lineEnd < 0 ? text.length : lineEnd);
}

function typeIn(line: string): string | undefined {
  const trimmed = line.trimEnd();
  return trimmed.endsWith("-----") ? trimmed.slice(0, -5) : undefined;
}

/** Header lines, `name: value`, may stand before the base64. */
function bytesIn(body: string): Buffer | undefined {
  const lines = body.split("\n").map((line) => line.trim());
  const base64 = lines.filter((line) => !line.includes(":")).join("");
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return undefined;
  return Buffer.from(base64, "base64");
}

export function isPem(text: string): boolean {
  return text.startsWith("-----BEGIN");
}
