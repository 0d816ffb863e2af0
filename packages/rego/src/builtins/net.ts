import { member } from "../runtime/lookup.ts";
import { compare, keysOf } from "../values/compare.ts";
import { isArray, isObject } from "../values/kinds.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { charge, define, fail } from "./define.ts";
import {
  type Address,
  addressText,
  containsAddress,
  containsNetwork,
  lastOf,
  type Network,
  parseAddress,
  parseNetwork,
} from "./ip-address.ts";
import { textOperand } from "./operands.ts";

function networkOf(text: string): Network {
  return parseNetwork(text) ?? fail(`invalid CIDR address: ${text}`);
}

/** OPA takes either operand for the first. */
function contains(cidr: Value, other: Value): boolean {
  const network = networkOf(textOperand(cidr, 1));
  const text = textOperand(other, 1);
  const address = parseAddress(text);
  if (address !== undefined) return containsAddress(network, address);
  const inner = parseNetwork(text) ?? fail(`not a valid textual representation of an IP address or CIDR: ${text}`);
  return containsNetwork(network, inner);
}

/**
 * The networks of an operand, each with what names it in the result: an index, a key, or the member itself. What is
 * neither text nor a composite has none.
 */
function itemsOf(operand: Value): [Value, Value][] {
  if (typeof operand === "string") return [[operand, operand]];
  const names = isArray(operand)
    ? operand.map((_, i) => i)
    : operand instanceof RegoSet
      ? operand.sorted(compare)
      : isObject(operand)
        ? keysOf(operand)
        : [];
  return names.map((name) => [member(operand, name) as Value, name]);
}

/** An item, or the first of it: looked at only when it is compared. */
function rangeOf(item: Value, position: number): Value {
  const range = isArray(item) ? item[0] : item;
  if (range === undefined || (!isArray(item) && typeof range !== "string"))
    return fail(`operand ${position}: element must be string or non-empty array`);
  return range;
}

type Mergeable = { readonly network: Network; readonly text: string };

/** A network, as it is written in the result: a single address keeps all of its bits. */
function mergeable(item: Value): Mergeable {
  if (typeof item !== "string") return fail("element must be string");
  const address = parseAddress(item);
  if (address === undefined) {
    const network = networkOf(item);
    return { network, text: networkText(network) };
  }
  if (address.bits === 128) return fail("IPv6 invalid: needs prefix length");
  const text = `${addressText(address)}/${defaultPrefix(address.value)}`;
  return { network: networkOf(text), text };
}

function networkText(network: Network): string {
  return `${addressText(network)}/${network.prefix}`;
}

/** The class of an IPv4 address decides the network it stands for where none is written. */
function defaultPrefix(value: bigint): number {
  const first = value >> 24n;
  if (first < 128n) return 8;
  return first < 192n ? 16 : 24;
}

/** Addresses of both kinds as numbers of 128 bits. */
type Range = { readonly first: bigint; readonly last: bigint; readonly text: string | undefined };

/** Where IPv4 addresses are among those of IPv6. */
const mapped = 0xffffn << 32n;

function isMapped(value: bigint): boolean {
  return value >> 32n === 0xffffn;
}

/** Joins ranges that touch or overlap, from the last to the first; the rest stay as they were written. */
function merged(networks: readonly Mergeable[]): string[] {
  const ranges: Range[] = networks
    .map(({ network, text }) => {
      const offset = network.bits === 32 ? mapped : 0n;
      return { first: network.value + offset, last: lastOf(network) + offset, text };
    })
    .toSorted((a, b) => order(a.last, b.last) || order(a.first, b.first));
  const joined: Range[] = [];
  for (const range of ranges.toReversed()) {
    const later = joined.at(-1);
    if (later === undefined || before(later.first) > range.last) {
      joined.push(range);
      continue;
    }
    const first = order(range.first, later.first) < 0 ? range.first : later.first;
    joined[joined.length - 1] = { first, last: later.last, text: undefined };
  }
  return joined
    .toReversed()
    .flatMap((range) => (range.text === undefined ? covering(range).map(networkText) : [range.text]));
}

/** The address before another; nothing is before the first of IPv4, nor before that of IPv6. */
function before(address: bigint): bigint {
  return address === 0n || address === mapped ? address : address - 1n;
}

function order(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The fewest networks that make up a range. */
function covering(range: Range): Network[] {
  const bits = isMapped(range.first) && isMapped(range.last) ? 32 : 128;
  const [first, last] = bits === 32 ? [range.first - mapped, range.last - mapped] : [range.first, range.last];
  const networks: Network[] = [];
  for (let start = first; start <= last; ) {
    let size = 0n;
    while (
      size < BigInt(bits) &&
      (start & ((1n << (size + 1n)) - 1n)) === 0n &&
      start + (1n << (size + 1n)) - 1n <= last
    )
      size += 1n;
    networks.push({ value: start, bits, prefix: bits - Number(size) });
    start += 1n << size;
  }
  return networks;
}

export const net = [
  define("net.cidr_contains", ["any", "any"], contains),
  define("net.cidr_overlap", ["any", "any"], contains),
  define("net.cidr_intersects", ["any", "any"], (left, right) => {
    const a = networkOf(textOperand(left, 1));
    const b = networkOf(textOperand(right, 1));
    return containsAddress(a, b) || containsAddress(b, a);
  }),
  define("net.cidr_is_valid", ["any"], (text) => typeof text === "string" && parseNetwork(text) !== undefined),
  define("net.cidr_expand", ["string"], function (text) {
    const network = networkOf(text);
    const result = new RegoSet();
    for (let value = network.value; value <= lastOf(network); value++) {
      charge(this, 64);
      result.add(addressText({ value, bits: network.bits } satisfies Address));
    }
    return result;
  }),
  define("net.cidr_merge", ["any"], function (items) {
    const list = items instanceof RegoSet ? items.sorted(compare) : items;
    if (!isArray(list)) return fail("operand must be an array");
    charge(this, list.length * 64);
    return RegoSet.of(merged(list.map(mergeable)));
  }),
  define("net.cidr_contains_matches", ["any", "any"], function (cidrs, others) {
    const result = new RegoSet();
    const inner = itemsOf(others);
    for (const [cidr, name] of itemsOf(cidrs)) {
      charge(this, inner.length * 64);
      const range = rangeOf(cidr, 1);
      for (const [other, otherName] of inner) {
        if (contains(range, rangeOf(other, 2))) result.add([name, otherName]);
      }
    }
    return result;
  }),
];
