import { isIP } from "node:net";

type Range = { family: number; bits: number; network: bigint };

/**
 * Things by the range of addresses that they have, found by an address in time that does not grow with their number. What
 * has no range, as `10.0.0.0/8`, is never found.
 */
export function addressRanges<T>(things: T[], rangeOf: (thing: T) => string): (address: string) => T[] {
  const byRange = new Map<string, { thing: T; position: number }[]>();
  const sizes = new Map<string, Pick<Range, "family" | "bits">>();
  for (const [position, thing] of things.entries()) {
    const range = parseRange(rangeOf(thing));
    if (!range) continue;
    const key = keyOf(range);
    byRange.set(key, [...(byRange.get(key) ?? []), { thing, position }]);
    sizes.set(`${range.family}/${range.bits}`, range);
  }
  return (address) => {
    const whole = parseAddress(address);
    if (!whole) return [];
    const found = [...sizes.values()]
      .filter(({ family }) => family === whole.family)
      .flatMap(({ bits }) => byRange.get(keyOf(above(whole, bits))) ?? []);
    return found.toSorted((a, b) => a.position - b.position).map(({ thing }) => thing);
  };
}

/** Whether the text is an address with a number of bits behind a slash. */
export function isRange(text: string): boolean {
  return parseRange(text) !== undefined;
}

/** Whether the text is an address that means the same everywhere: one with a zone does not. */
export function isAddress(text: string): boolean {
  return parseAddress(text) !== undefined;
}

function parseRange(text: string): Range | undefined {
  const [address = "", prefix = "", ...more] = text.split("/");
  const whole = parseAddress(address);
  const bits = Number(prefix);
  if (!whole || more.length > 0 || !/^\d+$/.test(prefix) || bits > whole.bits) return undefined;
  return above(whole, bits);
}

/** The range of one address. */
function parseAddress(text: string): Range | undefined {
  const family = isIP(text);
  if (family === 4) return { family, bits: 32, network: joined(text.split(".").map(Number), 8n) };
  if (family !== 6 || text.includes("%")) return undefined;
  // RFC 5952: hexadecimal groups, the longest run of zeros left out.
  const [head = "", tail] = new URL(`http://[${text}]`).hostname.slice(1, -1).split("::");
  const [before, after] = [head, tail ?? ""].map((part) => part.split(":").filter(Boolean)) as [string[], string[]];
  const zeros = Array<string>(8 - before.length - after.length).fill("0");
  const groups = [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
  return { family, bits: 128, network: joined(groups, 16n) };
}

function joined(parts: number[], bitsEach: bigint): bigint {
  return parts.reduce((all, part) => (all << bitsEach) | BigInt(part), 0n);
}

/** The larger range with so many bits that a range is in. */
function above({ family, bits, network }: Range, fewer: number): Range {
  return { family, bits: fewer, network: network >> BigInt(bits - fewer) };
}

function keyOf({ family, bits, network }: Range): string {
  return `${family}/${bits}/${network.toString(36)}`;
}
