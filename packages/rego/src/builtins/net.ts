import { member } from "../runtime/lookup.ts";
import { compare, keysOf } from "../values/compare.ts";
import type { RegoMap } from "../values/rego-map.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { PlainObject, Value } from "../values/value.ts";
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

function networkOf(text: string): Network {
  return parseNetwork(text) ?? fail(`invalid CIDR address: ${text}`);
}

function contains(cidr: string, other: string): boolean {
  const network = networkOf(cidr);
  const address = parseAddress(other);
  if (address !== undefined) return containsAddress(network, address);
  const inner = parseNetwork(other) ?? fail(`not a valid textual representation of an IP address or CIDR: ${other}`);
  return containsNetwork(network, inner);
}

type Listed = string | readonly Value[] | RegoSet | PlainObject | RegoMap;

/** The networks of an operand, each with what names it in the result: an index, a key, or the member itself. */
function itemsOf(operand: Listed): [Value, Value][] {
  if (typeof operand === "string") return [[operand, operand]];
  const isList = Array.isArray(operand);
  const names = isList
    ? operand.map((_: Value, i: number) => i)
    : operand instanceof RegoSet
      ? operand.sorted(compare)
      : keysOf(operand as PlainObject);
  return names.map((name) => [member(operand, name) as Value, name]);
}

/** An item, or the first of it: looked at only when it is compared. */
function rangeText(item: Value, position: number): string {
  const text = Array.isArray(item) ? (item[0] as Value | undefined) : item;
  return typeof text === "string" ? text : fail(`operand ${position}: element must be string or non-empty array`);
}

function mergeable(item: Value): Network {
  if (typeof item !== "string") return fail("element must be string");
  const address = parseAddress(item);
  if (address === undefined) return networkOf(item);
  if (address.bits === 128) return fail("IPv6 invalid: needs prefix length");
  const prefix = defaultPrefix(address.value);
  return networkOf(`${item}/${prefix}`);
}

/** The class of an IPv4 address decides the network it stands for where none is written. */
function defaultPrefix(value: bigint): number {
  const first = value >> 24n;
  if (first < 128n) return 8;
  return first < 192n ? 16 : 24;
}

type Range = { first: bigint; last: bigint; bits: 32 | 128; network: Network | undefined };

/** Joins ranges that touch or overlap, from the last to the first; the rest stay as they were written. */
function merged(networks: readonly Network[]): Network[] {
  const ranges: Range[] = networks
    .map((network) => ({ first: network.value, last: lastOf(network), bits: network.bits, network }))
    .toSorted((a, b) => a.bits - b.bits || order(a.last, b.last) || order(a.first, b.first));
  const joined: Range[] = [];
  for (const range of ranges.toReversed()) {
    const later = joined.at(-1);
    if (later === undefined || later.bits !== range.bits || later.first - 1n > range.last) {
      joined.push(range);
      continue;
    }
    const first = order(range.first, later.first) < 0 ? range.first : later.first;
    joined[joined.length - 1] = { first, last: later.last, bits: later.bits, network: undefined };
  }
  return joined.toReversed().flatMap((range) => (range.network === undefined ? covering(range) : [range.network]));
}

function order(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The fewest networks that make up a range. */
function covering({ first, last, bits }: Range): Network[] {
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
  define("net.cidr_contains", ["string", "string"], contains),
  define("net.cidr_overlap", ["string", "string"], contains),
  define("net.cidr_intersects", ["string", "string"], (left, right) => {
    const a = networkOf(left);
    const b = networkOf(right);
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
  define("net.cidr_merge", ["array|set"], function (items) {
    const list = items instanceof RegoSet ? items.sorted(compare) : items;
    charge(this, list.length * 64);
    return RegoSet.of(merged(list.map(mergeable)).map((network) => `${addressText(network)}/${network.prefix}`));
  }),
  define("net.cidr_contains_matches", ["string|array|set|object", "string|array|set|object"], function (cidrs, others) {
    const result = new RegoSet();
    const inner = itemsOf(others);
    for (const [cidr, name] of itemsOf(cidrs)) {
      charge(this, inner.length * 64);
      for (const [other, otherName] of inner) {
        if (contains(rangeText(cidr, 1), rangeText(other, 2))) result.add([name, otherName]);
      }
    }
    return result;
  }),
];
