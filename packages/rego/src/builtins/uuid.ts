import { randomUUID } from "node:crypto";
import { fromBigInt } from "../values/numbers.ts";
import type { Value } from "../values/value.ts";
import { define } from "./define.ts";

/** `urn:uuid:…`, `{…}`, with or without dashes, as Go's uuid package reads them. */
function hexOf(text: string): string | undefined {
  const plain = /^urn:uuid:/i.test(text) ? text.slice(9) : text.length === 38 ? text.slice(1, -1) : text;
  const dashed = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i.exec(plain);
  if (dashed !== null) return dashed.slice(1).join("").toLowerCase();
  return text.length === 32 && /^[0-9a-f]{32}$/i.test(text) ? text.toLowerCase() : undefined;
}

function parse(hex: string): Value {
  const bytes = Buffer.from(hex, "hex");
  const version = (bytes[6] as number) >> 4;
  const parsed: Record<string, Value> = { version, variant: variantOf(bytes[8] as number) };
  if (version === 1 || version === 2) {
    Object.assign(parsed, {
      nodeid: [...bytes.subarray(10)].map((byte) => byte.toString(16).padStart(2, "0")).join("-"),
      macvariables: macVariables(bytes[10] as number),
      clocksequence: bytes.readUInt16BE(8) & 0x3fff,
      time: timeOf(bytes),
    });
  }
  if (version === 2) {
    const domain = bytes[9] as number;
    parsed.id = bytes.readUInt32BE(0);
    parsed.domain = ["Person", "Group", "Org"][domain] ?? `Domain${domain}`;
  }
  return parsed;
}

function variantOf(byte: number): string {
  if ((byte & 0xc0) === 0x80) return "RFC4122";
  if ((byte & 0xe0) === 0xc0) return "Microsoft";
  return (byte & 0xe0) === 0xe0 ? "Future" : "Reserved";
}

/** Bits of the first byte of a MAC address: multicast or unicast, made locally or assigned. */
function macVariables(byte: number): string {
  const cast = (byte & 1) === 1 ? "multicast" : "unicast";
  return `${(byte & 2) === 2 ? "local" : "global"}:${cast}`;
}

/** Nanoseconds since 1970 from 100-nanosecond steps since 1582-10-15. */
function timeOf(bytes: Buffer): Value {
  const low = BigInt(bytes.readUInt32BE(0));
  const middle = BigInt(bytes.readUInt16BE(4));
  const high = BigInt(bytes.readUInt16BE(6) & 0x0fff);
  const steps = (high << 48n) | (middle << 32n) | low;
  return fromBigInt((steps - 122_192_928_000_000_000n) * 100n);
}

export const uuid = [
  define("uuid.parse", ["string"], (text) => {
    const hex = hexOf(text);
    return hex === undefined ? undefined : parse(hex);
  }),
  /** The same key gives the same UUID all through an evaluation. */
  define("uuid.rfc4122", ["string"], function (key) {
    const { builtinState } = this.evaluation;
    const known = (builtinState.get(`uuid ${key}`) as string | undefined) ?? randomUUID();
    builtinState.set(`uuid ${key}`, known);
    return known;
  }),
];
