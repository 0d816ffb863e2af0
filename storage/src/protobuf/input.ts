import type { Growth } from "../schema/growth.ts";
import { shortestFloat } from "./shortest-float.ts";
import { ProtobufError, wireTypes } from "./wire.ts";

/** Bytes and how far they have been read; nothing behind `end` is looked at. `growth`: of what they are read as. */
export type Input = { bytes: Buffer; at: number; end: number; growth: Growth | undefined };

/** Up to this many bytes a loop is quicker than the decoder. */
const shortText = 24;

export function inputOf(bytes: Uint8Array, growth?: Growth): Input {
  const { buffer, byteOffset, byteLength } = bytes;
  return { bytes: Buffer.from(buffer, byteOffset, byteLength), at: 0, end: byteLength, growth };
}

/** An unsigned varint of at most 32 bits: tags and lengths. */
export function readSmallVarint(input: Input): number {
  const value = readVarint(input);
  if (value < 0 || value > 0xffffffff) throw new ProtobufError(`${value} is neither a tag nor a length`);
  return value;
}

/** A varint as a signed number of 64 bits. Numbers that JSON could not hold exactly are refused. */
export function readVarint(input: Input): number {
  const first = readByte(input);
  if (first < 0x80) return first;
  let value = first & 0x7f;
  let factor = 0x80;
  for (let index = 1; index < 10; index += 1) {
    const byte = readByte(input);
    // From the fifth byte on the sum leaves 32 bits; a number that ends before the eighth is exact.
    value += (byte & 0x7f) * factor;
    factor *= 0x80;
    if (byte < 0x80) return index < 7 ? value : exactVarint(input, index + 1);
  }
  throw new ProtobufError("a varint has more than ten bytes");
}

/** The varint of so many bytes that ends here, again. */
function exactVarint({ bytes, at }: Input, length: number): number {
  let value = 0n;
  for (let index = 0; index < length; index += 1) {
    value |= BigInt((bytes[at - length + index] ?? 0) & 0x7f) << BigInt(7 * index);
  }
  const signed = Number(BigInt.asIntN(64, value));
  if (!Number.isSafeInteger(signed)) throw new ProtobufError(`${BigInt.asIntN(64, value)} is not exact in JSON`);
  return signed;
}

function readByte(input: Input): number {
  if (input.at >= input.end) throw new ProtobufError("the message ends too early");
  const byte = input.bytes[input.at] ?? 0;
  input.at += 1;
  return byte;
}

export function readDouble(input: Input): number {
  return input.bytes.readDoubleLE(take(input, 8));
}

export function readFloat(input: Input): number {
  return shortestFloat(input.bytes.readFloatLE(take(input, 4)));
}

export function readText(input: Input): string {
  const length = readSmallVarint(input);
  const start = take(input, length);
  if (length > shortText) return input.bytes.toString("utf8", start, start + length);
  let text = "";
  for (let at = start; at < start + length; at += 1) {
    const byte = input.bytes[at] ?? 0;
    if (byte >= 0x80) return input.bytes.toString("utf8", start, start + length);
    text += String.fromCharCode(byte);
  }
  return text;
}

/** The part that a length stands before, to be read on its own. */
export function readPart(input: Input): Input {
  const length = readSmallVarint(input);
  const at = take(input, length);
  return { bytes: input.bytes, at, end: at + length, growth: input.growth };
}

/** Passes over a value that nobody knows. */
export function skip(input: Input, wireType: number): void {
  switch (wireType) {
    case wireTypes.varint:
      while (readByte(input) >= 0x80);
      return;
    case wireTypes.fixed64:
      take(input, 8);
      return;
    case wireTypes.length:
      take(input, readSmallVarint(input));
      return;
    case wireTypes.fixed32:
      take(input, 4);
      return;
    default:
      throw new ProtobufError(`wire type ${wireType} is not used`);
  }
}

/** Where the next so many bytes begin. */
function take(input: Input, length: number): number {
  const start = input.at;
  if (length > input.end - start) throw new ProtobufError("the message ends too early");
  input.at = start + length;
  return start;
}
