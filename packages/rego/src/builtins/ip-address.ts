/** An address as a number of `bits` bits: 32 for IPv4, 128 for IPv6. */
export type Address = { readonly value: bigint; readonly bits: 32 | 128 };
/** All addresses whose first `prefix` bits are those of `value`. */
export type Network = Address & { readonly prefix: number };

export function parseAddress(text: string): Address | undefined {
  if (!text.includes(":")) {
    const value = parseV4(text);
    return value === undefined ? undefined : { value, bits: 32 };
  }
  const value = parseV6(text);
  if (value === undefined) return undefined;
  // An IPv4 address mapped into IPv6 is that IPv4 address.
  return value >> 32n === 0xffffn ? { value: value & 0xffff_ffffn, bits: 32 } : { value, bits: 128 };
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255 || (part.length > 1 && part.startsWith("0"))) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseV6(text: string): bigint | undefined {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const first = groupsOf(head);
  const last = tail === undefined ? [] : groupsOf(tail);
  if (first === undefined || last === undefined) return undefined;
  const missing = 8 - first.length - last.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...first, ...Array.from({ length: missing }, () => 0n), ...last];
  return all.reduce((value, group) => (value << 16n) | group, 0n);
}

function groupsOf(text: string): bigint[] | undefined {
  if (text === "") return [];
  const groups: bigint[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (part.includes(".") && i === parts.length - 1) {
      const v4 = parseV4(part);
      if (v4 === undefined) return undefined;
      groups.push(v4 >> 16n, v4 & 0xffffn);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}

/** `address/prefix`, the bits behind the prefix cleared. A network of IPv4 addresses mapped into IPv6 is one of IPv4. */
export function parseNetwork(text: string): Network | undefined {
  const [addressText = "", prefixText, ...more] = text.split("/");
  if (prefixText === undefined || more.length > 0 || !/^\d+$/.test(prefixText)) return undefined;
  const isV6 = addressText.includes(":");
  const value = isV6 ? parseV6(addressText) : parseV4(addressText);
  const bits = isV6 ? 128 : 32;
  const prefix = Number(prefixText);
  if (value === undefined || prefix > bits) return undefined;
  const first = value & maskOf(prefix, bits);
  if (isV6 && first >> 32n === 0xffffn) return { value: first & 0xffff_ffffn, bits: 32, prefix: prefix - 96 };
  return { value: first, bits, prefix };
}

function maskOf(prefix: number, bits: number): bigint {
  return ((1n << BigInt(prefix)) - 1n) << BigInt(bits - prefix);
}

export function lastOf({ value, bits, prefix }: Network): bigint {
  return value | ((1n << BigInt(bits - prefix)) - 1n);
}

export function containsAddress(network: Network, address: Address): boolean {
  return network.bits === address.bits && (address.value & maskOf(network.prefix, network.bits)) === network.value;
}

export function containsNetwork(outer: Network, inner: Network): boolean {
  return outer.prefix <= inner.prefix && containsAddress(outer, inner);
}

export function addressText({ value, bits }: Address): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join(".");
  const groups = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(16 * (7 - i))) & 0xffffn));
  const { start, length } = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}
